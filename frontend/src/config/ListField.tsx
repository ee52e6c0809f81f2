/** A list: one control an entry, each with its own error. */
import { ActionIcon, Button, Input } from "@mantine/core"
import { Plus, X } from "lucide-react"
import { useRef } from "react"
import { itemOf } from "./checks"
import classes from "./config.module.css"
import { ValueField, type ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

export function ListField({ variable, label, description, required, value, wrong, change }: ValueFieldProps) {
  const items: unknown[] = Array.isArray(value) ? value : []
  const item = itemOf(variable)
  const rows = useRef<HTMLFieldSetElement>(null)
  const add = () => {
    change([...items, item.type === "boolean" ? false : ""])
    requestAnimationFrame(() => rows.current?.lastElementChild?.querySelector("input")?.focus())
  }
  const set = (index: number, next: unknown) => change(items.with(index, next ?? ""))
  const remove = (index: number) => change(items.length > 1 ? items.toSpliced(index, 1) : undefined)
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
        {items.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place; two may be equal
          <div key={index} className={classes.row}>
            <div className={classes.grow}>
              <ValueField
                variable={item}
                label={null}
                ariaLabel={`${label}, entry ${index + 1}`}
                value={entry}
                wrong={entry === "" ? [] : wrongAt(wrong, `[${index}]`)}
                change={(next) => set(index, next)}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove entry ${index + 1} of ${label}`}
              onClick={() => remove(index)}
            >
              <X size={14} />
            </ActionIcon>
          </div>
        ))}
      </fieldset>
      <Button variant="default" size="compact-xs" leftSection={<Plus size={13} />} onClick={add}>
        Add to {label}
      </Button>
    </Input.Wrapper>
  )
}
