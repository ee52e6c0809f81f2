/** Narrows a list to a stretch of time: one that moves with the clock, or one between two moments. */
import { Popover, Select, Stack, TextInput } from "@mantine/core"
import { CalendarClock } from "lucide-react"
import { useState } from "react"
import { useSearchParams } from "react-router"
import { fromLocal, STRETCHES, toLocal } from "./when"

export function WhenFilter() {
  const [params, setParams] = useSearchParams()
  const [opened, setOpened] = useState(false)
  const [when, since, until] = ["when", "since", "until"].map((name) => params.get(name) ?? "")
  const change = (changes: Record<string, string | null>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(changes)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  const between = since || until ? "between" : null
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Select
          aria-label="Time"
          placeholder="Any time"
          clearable
          w={150}
          leftSection={<CalendarClock size={14} aria-hidden />}
          data={[...STRETCHES.map(({ value, label }) => ({ value, label })), { value: "between", label: "Between…" }]}
          value={when || between}
          onChange={(value) => {
            setOpened(value === "between")
            if (value !== "between") change({ when: value, since: null, until: null })
            else change({ when: null })
          }}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            type="datetime-local"
            label="From"
            value={since ? toLocal(since) : ""}
            onChange={(event) => change({ when: null, since: fromLocal(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            value={until ? toLocal(until) : ""}
            onChange={(event) => change({ when: null, until: fromLocal(event.currentTarget.value) })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
