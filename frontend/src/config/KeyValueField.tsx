/** Keys and values, one pair a row. The rows are kept as typed, since two may have the same key for a moment. */
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { isObject, itemOf } from "./checks"
import classes from "./config.module.css"
import { RemoveRow, RowsField } from "./RowsField"
import { ValueField, type ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

type Pair = [key: string, value: unknown]

const same = (pairs: Pair[], value: unknown): boolean =>
  JSON.stringify(pairs.length > 0 ? Object.fromEntries(pairs) : undefined) === JSON.stringify(value)

export function KeyValueField({ variable, label, description, required, value, wrong, change }: ValueFieldProps) {
  const given: Pair[] = isObject(value) ? Object.entries(value) : []
  const [typed, setTyped] = useState<Pair[]>(given)
  const pairs = same(typed, value) ? typed : given
  const item = itemOf(variable)
  const write = (next: Pair[]) => {
    setTyped(next)
    change(next.length > 0 ? Object.fromEntries(next) : undefined)
  }
  const add = () => {
    write([...pairs, ["", item.type === "boolean" ? false : ""]])
  }
  const twice = (key: string, index: number) => pairs.findIndex(([other]) => other === key) !== index
  return (
    <RowsField label={label} description={description} required={required} wrong={wrong} add={add}>
      {pairs.map(([key, entry], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place while its key is typed
        <div key={index} className={classes.row}>
          <TextInput
            className={classes.grow ?? ""}
            aria-label={`${label}, key ${index + 1}`}
            placeholder="Key"
            value={key}
            error={twice(key, index) ? "This key stands above already." : null}
            onChange={(event) => write(pairs.with(index, [event.currentTarget.value, entry]))}
          />
          <div className={classes.grow}>
            <ValueField
              variable={item}
              label={null}
              ariaLabel={`${label}, value ${index + 1}`}
              value={entry}
              wrong={entry === "" ? [] : wrongAt(wrong, `.${key}`)}
              change={(next) => write(pairs.with(index, [key, next ?? ""]))}
            />
          </div>
          <RemoveRow
            label={`Remove ${key || `pair ${index + 1}`} of ${label}`}
            remove={() => write(pairs.toSpliced(index, 1))}
          />
        </div>
      ))}
    </RowsField>
  )
}
