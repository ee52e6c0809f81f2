/** The live proof: three lights that turn by themselves, and what to try while they stay dark. */
import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react"
import { say } from "../../../config/saying"
import type { PageElement } from "../../../flow/pages"
import type { Light, Lights } from "../contract"
import { usePage } from "../pageContext"
import type { Word } from "../words"
import classes from "./elements.module.css"

const DARK: Light = { state: "waiting" }
const ALL_DARK: Lights = { seen: DARK, signed: DARK, routed: DARK, live: false }

const NAMES = [
  ["seen", "lightSeen"],
  ["signed", "lightSigned"],
  ["routed", "lightRouted"],
] as const

const STATES: Record<Light["state"], Word> = { waiting: "lightWaiting", good: "lightGood", bad: "lightBad" }
const ICONS = { waiting: CircleDashed, good: CircleCheck, bad: CircleAlert }

export function LightsView({ element }: { element: Extract<PageElement, { type: "lights" }> }) {
  const { lights, words } = usePage().state
  const shown = lights[element.flow ?? ""] ?? ALL_DARK
  const all = NAMES.map(([name]) => shown[name].state)
  const done = all.every((state) => state === "good")
  const label = element.label ? say(words.lightsOf, { name: element.label }) : words.lights
  return (
    <section className={classes.element} aria-label={label}>
      <h2 className={classes.title}>{label}</h2>
      <ul className={classes.lights} aria-live="polite">
        {NAMES.map(([name, word]) => (
          <OneLight key={name} name={words[word]} light={shown[name]} />
        ))}
      </ul>
      <p className={done ? classes.done : classes.quiet}>{done ? words.lightsDone : words.lightsWaiting}</p>
      {!done && !all.includes("bad") && <p className={classes.quiet}>{words.lightsHelp}</p>}
    </section>
  )
}

function OneLight({ name, light }: { name: string; light: Light }) {
  const { words } = usePage().state
  const Icon = ICONS[light.state]
  return (
    <li className={classes.light} data-state={light.state}>
      <Icon size={18} aria-hidden />
      <span>
        {name} <span className={classes.lightState}>{words[STATES[light.state]]}</span>
        {light.note && <span className={classes.lightNote}>{light.note}</span>}
      </span>
    </li>
  )
}
