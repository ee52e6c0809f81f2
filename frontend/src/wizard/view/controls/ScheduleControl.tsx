/** When something runs: the usual rhythms in words, anything else as cron. */
import { type ReactNode, useState } from "react"
import { isObject } from "../../../config/checks"
import { say } from "../../../config/saying"
import { RHYTHMS, type Rhythm, readCron, type Said, writeCron } from "../../../config/schedule"
import { usePage } from "../pageContext"
import type { Word } from "../words"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { Group } from "./Field"

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

const RHYTHM_WORDS: Record<Rhythm, Word> = {
  hour: "everyHour",
  day: "everyDay",
  weekday: "weekdays",
  week: "everyWeek",
  custom: "cron",
}

export function ScheduleControl({ label, description, required, value, wrong, change }: ControlProps) {
  const { words } = usePage().state
  const given = isObject(value) ? value : null
  const cron = typeof given?.cron === "string" ? given.cron : ""
  const zone = typeof given?.timezone === "string" ? given.timezone : given ? "UTC" : HERE
  const [byHand, setByHand] = useState(false)
  const said = readCron(cron)
  const rhythm: Rhythm | null = byHand ? "custom" : given ? said.rhythm : null
  const write = (next: string, timezone = zone) => change({ cron: next, timezone })
  const pick = (next: Partial<Said>) => {
    setByHand(next.rhythm === "custom")
    write(writeCron({ ...said, ...next }) ?? cron)
  }
  const name = { name: label }
  const choose = (next: string) => (next ? pick({ rhythm: next as Rhythm }) : change(undefined))
  const days = words.days.split(",").map((day) => day.trim())
  return (
    <Group label={label} description={description} required={required ?? false} wrong={wrong}>
      <div className={classes.parts}>
        <Choose label={say(words.howOften, name)} value={rhythm ?? ""} change={choose}>
          <option value="">{words.chooseHowOften}</option>
          {RHYTHMS.map((one) => (
            <option key={one} value={one}>
              {words[RHYTHM_WORDS[one]]}
            </option>
          ))}
        </Choose>
        {rhythm === "week" && (
          <Choose
            label={say(words.weekdayOf, name)}
            value={String(said.day)}
            change={(next) => pick({ day: Number(next), rhythm: "week" })}
          >
            {days.map((day, index) => (
              <option key={day} value={index}>
                {day}
              </option>
            ))}
          </Choose>
        )}
        {(rhythm === "day" || rhythm === "weekday" || rhythm === "week") && (
          <Typed
            type="time"
            label={say(words.timeOf, name)}
            value={said.time}
            change={(time) => time && pick({ time, rhythm })}
          />
        )}
        {rhythm === "custom" && (
          <Typed type="text" label={say(words.cronOf, name)} value={cron} change={(next) => write(next)} />
        )}
        {rhythm && (
          <Choose label={say(words.zoneOf, name)} value={zone} change={(next) => write(cron, next)}>
            {(ZONES.includes(zone) ? ZONES : [zone, ...ZONES]).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Choose>
        )}
      </div>
    </Group>
  )
}

interface PartProps {
  label: string
  value: string
  change: (value: string) => void
}

function Choose({ label, value, change, children }: PartProps & { children: ReactNode }) {
  const { busy } = usePage().state
  return (
    <select
      className={classes.input}
      aria-label={label}
      disabled={busy}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    >
      {children}
    </select>
  )
}

function Typed({ type, label, value, change }: PartProps & { type: "time" | "text" }) {
  const { busy } = usePage().state
  return (
    <input
      className={`${classes.input} ${type === "text" ? classes.mono : ""}`}
      type={type}
      aria-label={label}
      placeholder={type === "text" ? "0 9 * * 1-5" : undefined}
      disabled={busy}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
