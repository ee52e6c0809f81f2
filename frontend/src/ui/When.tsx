import { Tooltip } from "@mantine/core"

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
]
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" })

export function ago(time: string, now: number = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size)
  return unit ? words.format(Math.round(seconds / unit[1]), unit[0]) : "just now"
}

/** A moment: how long ago, and exactly when on hover. */
export function When({ time }: { time: string | null }) {
  if (!time) return <span>–</span>
  return (
    <Tooltip label={new Date(time).toLocaleString()}>
      <time dateTime={time}>{ago(time)}</time>
    </Tooltip>
  )
}

/** Microseconds for people. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds} µs`
  if (microseconds < 1_000_000) return `${(microseconds / 1000).toFixed(microseconds < 10_000 ? 1 : 0)} ms`
  return `${(microseconds / 1_000_000).toFixed(1)} s`
}
