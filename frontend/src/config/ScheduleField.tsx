/** When something runs: the usual rhythms in words, anything else as cron. */
import { Input, Select, TextInput } from "@mantine/core"
import { useState } from "react"
import { isObject } from "./checks"
import classes from "./config.module.css"
import { DAYS, RHYTHM_WORDS, RHYTHMS, type Rhythm, readCron, type Said, writeCron } from "./schedule"
import type { ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

export function ScheduleField({ label, description, required, value, wrong, change }: ValueFieldProps) {
  const given = isObject(value) ? value : null
  const cron = typeof given?.cron === "string" ? given.cron : ""
  const zone = typeof given?.timezone === "string" ? given.timezone : given ? "UTC" : HERE
  const [byHand, setByHand] = useState(false)
  const said = readCron(cron)
  const rhythm: Rhythm | null = byHand ? "custom" : given ? said.rhythm : null
  const write = (next: string, timezone = zone) => change({ cron: next, timezone })
  const say = (next: Partial<Said>) => {
    setByHand(next.rhythm === "custom")
    write(writeCron({ ...said, ...next }) ?? cron)
  }
  const timed = rhythm === "day" || rhythm === "weekday" || rhythm === "week"
  return (
    <Input.Wrapper
      label={label}
      description={description}
      required={required ?? false}
      withAsterisk={false}
      labelElement="div"
      error={wrong[0]?.text}
    >
      <fieldset className={classes.parts} aria-label={String(label)}>
        <Select
          aria-label={`How often: ${label}`}
          placeholder="Choose how often"
          clearable={!required}
          data={RHYTHMS.map((one) => ({ value: one, label: RHYTHM_WORDS[one] }))}
          value={rhythm}
          onChange={(next) => (next ? say({ rhythm: next as Rhythm }) : change(undefined))}
        />
        {rhythm === "week" && (
          <Select
            aria-label={`Day of the week: ${label}`}
            allowDeselect={false}
            data={DAYS.map((name, index) => ({ value: String(index), label: name }))}
            value={String(said.day)}
            onChange={(next) => say({ day: Number(next), rhythm: "week" })}
          />
        )}
        {timed && (
          <TextInput
            type="time"
            aria-label={`Time: ${label}`}
            value={said.time}
            onChange={(event) => event.currentTarget.value && say({ time: event.currentTarget.value, rhythm })}
          />
        )}
        {rhythm === "custom" && (
          <TextInput
            classNames={{ input: classes.mono ?? "" }}
            aria-label={`Cron expression: ${label}`}
            placeholder="0 9 * * 1-5"
            value={cron}
            error={wrongAt(wrong, ".cron").length > 0}
            onChange={(event) => write(event.currentTarget.value)}
          />
        )}
        {rhythm && (
          <Select
            aria-label={`Time zone: ${label}`}
            searchable
            allowDeselect={false}
            data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
            value={zone}
            onChange={(next) => next && write(cron, next)}
          />
        )}
      </fieldset>
    </Input.Wrapper>
  )
}
