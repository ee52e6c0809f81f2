/** Requests of the last day, an hour a bar. The number beside it says how many; the picture only says when. */
import classes from "./home.module.css"

const WIDTH = 96
const HEIGHT = 22

export function Sparkline({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts)
  const step = WIDTH / Math.max(1, counts.length)
  // One request among thousands can still be seen.
  const heights = counts.map((count) => (count === 0 ? 0 : Math.max(3, Math.round((count / most) * HEIGHT))))
  const bars = heights.map((height, hour) => `M${hour * step} ${HEIGHT}v${-height}h${step - 1}v${height}z`).join("")
  return (
    <svg className={classes.spark} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path className={classes.ground} d={`M0 ${HEIGHT - 0.5}h${WIDTH - 1}`} />
      <path className={classes.bars} d={bars} />
    </svg>
  )
}
