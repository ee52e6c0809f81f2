/** Counts over time as stacked bars, newest at the right. Hovering or walking by arrow keys tells one bar's numbers. */
import { Text } from "@mantine/core"
import { useState } from "react"
import { type Bar, type Counted, roundUp, sumOf, WORDS } from "./points"
import classes from "./traffic.module.css"

const WIDTH = 900
const HEIGHT = 120

interface OutcomeChartProps {
  title: string
  bars: Bar[]
  /** From the bottom up. */
  names: readonly Counted[]
}

export function OutcomeChart({ title, bars, names }: OutcomeChartProps) {
  const [looked, setLooked] = useState<number | null>(null)
  const top = roundUp(Math.max(...bars.map((bar) => sumOf(bar.counts, names)), 0))
  const step = WIDTH / Math.max(1, bars.length)
  const bar = looked === null ? null : bars[Math.min(looked, bars.length - 1)]
  const walk = (by: number) => setLooked((now) => Math.min(bars.length - 1, Math.max(0, (now ?? bars.length - 1) + by)))
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Legend names={names} counts={bar?.counts ?? total(bars, names)} />
        <Text size="xs" c="dimmed" className={classes.moment} aria-live="polite">
          {bar ? `${clock(bar.at)}, ${bar.seconds} s` : ""}
        </Text>
      </figcaption>
      <div className={classes.plot}>
        <div className={classes.axis} aria-hidden="true">
          <span>{top.toLocaleString("en")}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the bars, as the pointer does
          tabIndex={0}
          className={classes.bars}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-label={`${title}: ${describe(bars, names)}. Arrow keys read single bars.`}
          onMouseMove={(event) => {
            const { left, width } = event.currentTarget.getBoundingClientRect()
            setLooked(Math.floor(((event.clientX - left) / width) * bars.length))
          }}
          onMouseLeave={() => setLooked(null)}
          onBlur={() => setLooked(null)}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") walk(-1)
            else if (event.key === "ArrowRight") walk(1)
            else return
            event.preventDefault()
          }}
        >
          {names.map((name, layer) => (
            <path key={name} className={classes.layer} data-outcome={name} d={layerOf(bars, names, layer, top, step)} />
          ))}
          {looked !== null && <rect className={classes.looked} x={looked * step} width={step} y={0} height={HEIGHT} />}
        </svg>
      </div>
      <div className={classes.times} aria-hidden="true">
        <span>{bars[0] ? clock(bars[0].at) : ""}</span>
        <span>now</span>
      </div>
    </figure>
  )
}

function Legend({ names, counts }: { names: readonly Counted[]; counts: Record<Counted, number> }) {
  return (
    <ul className={classes.legend}>
      {names.map((name) => (
        <li key={name} data-none={counts[name] === 0 || undefined}>
          <span className={classes.swatch} data-outcome={name} aria-hidden="true" />
          {WORDS[name]} <b>{counts[name].toLocaleString("en")}</b>
        </li>
      ))}
    </ul>
  )
}

/** One layer as a single path: a hundred bars are one element. */
function layerOf(bars: Bar[], names: readonly Counted[], layer: number, top: number, step: number): string {
  return bars
    .map((bar, index) => {
      const below = (sumOf(bar.counts, names.slice(0, layer)) / top) * HEIGHT
      const own = (bar.counts[names[layer] as Counted] / top) * HEIGHT
      // What is rare beside thousands can still be seen.
      const height = own > 0 ? Math.max(own, 1.5) : 0
      return height ? `M${index * step} ${HEIGHT - below}v${-height}h${step * 0.86}v${height}z` : ""
    })
    .join("")
}

function total(bars: Bar[], names: readonly Counted[]): Record<Counted, number> {
  const sum = (name: Counted) => bars.reduce((all, bar) => all + bar.counts[name], 0)
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<Counted, number>
}

function describe(bars: Bar[], names: readonly Counted[]): string {
  const counts = total(bars, names)
  return names.map((name) => `${counts[name]} ${WORDS[name].toLowerCase()}`).join(", ")
}

function clock(at: string): string {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })
}
