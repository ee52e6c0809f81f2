/** Filters of a list page. They live in the address, so that a filtered list can be bookmarked and shared. */
import { Button, SegmentedControl, Select } from "@mantine/core"
import { X } from "lucide-react"
import { useSearchParams } from "react-router"
import classes from "./Filters.module.css"
import { useChoices } from "./paged"

/** `[value, set]` of one query parameter; empty when absent. Setting it takes away those that belong to its old value. */
export function useFilter(name: string, resets: readonly string[] = []): [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams()
  const set = (value: string | null) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value) next.set(name, value)
        else next.delete(name)
        for (const other of resets) next.delete(other)
        return next
      },
      { replace: true },
    )
  return [params.get(name) ?? "", set]
}

interface FilterBarProps {
  /** A line of its own over the others, for what is wide and always there. */
  above?: React.ReactNode
  children: React.ReactNode
}

export function FilterBar({ above, children }: FilterBarProps) {
  return (
    <search aria-label="Filters">
      {above && <div className={classes.above}>{above}</div>}
      <div className={classes.bar}>{children}</div>
    </search>
  )
}

export function StatusFilter({ choices }: { choices: { value: string; label: string }[] }) {
  const [status, setStatus] = useFilter("status")
  return (
    <SegmentedControl
      aria-label="Status"
      value={status}
      onChange={setStatus}
      data={[{ value: "", label: "All" }, ...choices]}
    />
  )
}

interface Named {
  id: string
  name: string
}

interface NamedFilterProps {
  name: string
  label: string
  path: string
  /** Filters that only make sense under the old value. */
  resets?: readonly string[]
}

/** A filter by one of the tenant's integrations, or one of its customers. */
export function NamedFilter({ name, label, path, resets }: NamedFilterProps) {
  const [value, set] = useFilter(name, resets)
  const choices = useChoices<Named>(path)
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      searchable
      w={170}
      data={(choices.data ?? []).map((choice) => ({ value: choice.id, label: choice.name }))}
      value={value || null}
      onChange={set}
    />
  )
}

/** Shows that only one code is listed, as a link from elsewhere asked for, and takes that away again. */
export function CodeFilter() {
  const [code, setCode] = useFilter("code")
  if (!code) return null
  return (
    <Button
      variant="default"
      rightSection={<X size={14} />}
      onClick={() => setCode(null)}
      aria-label={`All codes, not only ${code}`}
    >
      <code>{code}</code>
    </Button>
  )
}
