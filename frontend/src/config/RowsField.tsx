/** The frame of a value made of rows: its label, the rows, and a button that adds one and goes into it. */
import { ActionIcon, Button, Input } from "@mantine/core"
import { Plus, X } from "lucide-react"
import { type ReactNode, useRef } from "react"
import classes from "./config.module.css"
import type { ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

interface RowsFieldProps extends Pick<ValueFieldProps, "label" | "description" | "required" | "wrong"> {
  add: () => void
  children: ReactNode
}

export function RowsField({ label, description, required, wrong, add, children }: RowsFieldProps) {
  const rows = useRef<HTMLFieldSetElement>(null)
  const addOne = () => {
    add()
    requestAnimationFrame(() => rows.current?.lastElementChild?.querySelector("input")?.focus())
  }
  return (
    <Input.Wrapper
      label={label}
      description={description}
      required={required ?? false}
      withAsterisk={false}
      labelElement="div"
      error={wrongAt(wrong, "")[0]?.text}
    >
      <fieldset ref={rows} className={classes.rows} aria-label={String(label)}>
        {children}
      </fieldset>
      <Button variant="default" size="compact-xs" leftSection={<Plus size={13} />} onClick={addOne}>
        Add to {label}
      </Button>
    </Input.Wrapper>
  )
}

export function RemoveRow({ label, remove }: { label: string; remove: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={remove}>
      <X size={14} />
    </ActionIcon>
  )
}
