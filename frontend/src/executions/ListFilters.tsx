/** The filters of the list: which integration, flow and version, for whom, when, and what the error says. */

import { Button, CloseButton, Popover, Select, Stack, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { CalendarClock, Search } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { useSearchParams } from "react-router"
import { api } from "../api/client"
import type { Draft, Version } from "../api/types"
import { CustomerFilter } from "../customers/CustomerFilter"
import { FilterBar, NamedFilter, useFilter } from "../ui/Filters"
import { fromLocal, STRETCHES, toLocal } from "./when"

export function ListFilters({ any, clear }: { any: boolean; clear: () => void }) {
  const [integration] = useFilter("integration")
  return (
    <FilterBar>
      <NamedFilter name="integration" label="Integration" path="/api/integrations" resets={["flow", "version"]} />
      {integration && <OfIntegration id={integration} />}
      <CustomerFilter />
      <WhenFilter />
      <ErrorFilter />
      {any && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear filters
        </Button>
      )}
    </FilterBar>
  )
}

/** A flow and a version are of one integration. */
function OfIntegration({ id }: { id: string }) {
  const [flow, setFlow] = useFilter("flow")
  const [version, setVersion] = useFilter("version")
  const draft = useQuery({
    queryKey: ["draft", id],
    queryFn: () => api.get<Draft>(`/api/integrations/${id}/draft`),
  })
  const versions = useQuery({
    queryKey: ["versions", id],
    queryFn: () => api.get<Version[]>(`/api/integrations/${id}/versions`),
  })
  const flows = (draft.data?.definition.flows ?? []).map(({ key, name }) => ({ value: key, label: name }))
  const numbers = (versions.data ?? []).map(({ number }) => ({ value: String(number), label: `Version ${number}` }))
  return (
    <>
      <Select
        aria-label="Flow"
        placeholder="Flow"
        clearable
        searchable
        w={150}
        // A flow that only an older version has can still be named by a link.
        data={flow && !flows.some(({ value }) => value === flow) ? [...flows, flow] : flows}
        value={flow || null}
        onChange={setFlow}
      />
      <Select
        aria-label="Version"
        placeholder="Version"
        clearable
        w={125}
        data={[...numbers, { value: "draft", label: "Draft" }]}
        value={version || null}
        onChange={setVersion}
      />
    </>
  )
}

function WhenFilter() {
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

function ErrorFilter() {
  const [error, setError] = useFilter("error")
  const [typed, setTyped] = useState(error)
  const later = useDebouncedCallback(setError, 300)
  const sent = useRef(error)
  // The address may change on its own: back in the browser, or all filters cleared.
  useEffect(() => {
    if (error !== sent.current) setTyped(error)
    sent.current = error
  }, [error])
  const type = (text: string) => {
    setTyped(text)
    sent.current = text
    later(text)
  }
  return (
    <TextInput
      aria-label="Error"
      placeholder="Error, code or step"
      data-search
      w={180}
      maxLength={200}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={typed && <CloseButton size="xs" aria-label="Clear the error" onClick={() => type("")} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
