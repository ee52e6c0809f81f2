/** When a schedule with these settings would start the flow. */
import { Text } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { api } from "../../api/client"
import type { NextTimes as Told } from "../../api/types"
import type { Step } from "../../flow/definition"
import classes from "./inspector.module.css"

const SETTINGS = ["mode", "every", "unit", "cron", "timezone"]

export function NextTimes({ step }: { step: Step }) {
  const settings: Record<string, string> = {}
  let written = true
  for (const name of SETTINGS) {
    const input = step.inputs?.[name]
    if (input === undefined) continue
    if ("value" in input) settings[name] = String(input.value ?? "")
    else written = false
  }
  const [asked] = useDebouncedValue(JSON.stringify(settings), 250)
  const told = useQuery({
    queryKey: ["next-times", asked],
    queryFn: ({ signal }) => api.get<Told>("/api/schedules/next", JSON.parse(asked) as Record<string, string>, signal),
    enabled: written,
    placeholderData: keepPreviousData,
  })
  const zone = settings.timezone || "UTC"
  return (
    <section className={classes.section} aria-label="Next times">
      <h3>Next times</h3>
      {!written && (
        <Text size="xs" c="dimmed">
          They depend on each customer's config values; an instance shows its own.
        </Text>
      )}
      {told.data?.problem && (
        <Text size="xs" c="var(--hy-bad)" role="alert">
          {told.data.problem}
        </Text>
      )}
      {written && told.data && told.data.times.length > 0 && (
        <ol className={classes.times}>
          {told.data.times.map((time) => (
            <li key={time}>
              <time dateTime={time}>{inZone(time, zone)}</time>
            </li>
          ))}
        </ol>
      )}
      <Text size="xs" c="dimmed">
        In {zone}. It starts for every instance that is not paused; the draft has no times.
      </Text>
    </section>
  )
}

function inZone(time: string, zone: string): string {
  const style: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }
  try {
    return new Intl.DateTimeFormat("en-GB", { ...style, timeZone: zone }).format(new Date(time))
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" }).format(new Date(time))
  }
}
