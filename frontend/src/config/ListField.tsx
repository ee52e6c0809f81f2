/** A list: one control an entry, each with its own error. */
import { itemOf } from "./checks"
import classes from "./config.module.css"
import { RemoveRow, RowsField } from "./RowsField"
import { ValueField, type ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

export function ListField({ variable, label, description, required, value, wrong, change }: ValueFieldProps) {
  const items: unknown[] = Array.isArray(value) ? value : []
  const item = itemOf(variable)
  const add = () => {
    change([...items, item.type === "boolean" ? false : ""])
  }
  const set = (index: number, next: unknown) => change(items.with(index, next ?? ""))
  const remove = (index: number) => change(items.length > 1 ? items.toSpliced(index, 1) : undefined)
  return (
    <RowsField label={label} description={description} required={required} wrong={wrong} add={add}>
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
          <RemoveRow label={`Remove entry ${index + 1} of ${label}`} remove={() => remove(index)} />
        </div>
      ))}
    </RowsField>
  )
}
