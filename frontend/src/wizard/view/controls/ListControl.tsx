/** A list: one control an entry, each with its own error. */
import { itemOf } from "../../../config/checks"
import { say } from "../../../config/saying"
import { wrongAt } from "../../../config/wrongAt"
import { useWords } from "../pageContext"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { RemoveRow, RowsControl } from "./RowsControl"
import { ValueControl } from "./ValueControl"

export function ListControl(props: ControlProps) {
  const { variable, label, value, wrong, change } = props
  const words = useWords()
  const items: unknown[] = Array.isArray(value) ? value : []
  const item = itemOf(variable)
  const named = (index: number) => ({ name: label, number: index + 1 })
  return (
    <RowsControl
      {...props}
      required={props.required ?? false}
      add={() => change([...items, item.type === "boolean" ? false : ""])}
    >
      {items.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place; two may be equal
        <div key={index} className={classes.row}>
          <ValueControl
            quiet
            variable={item}
            label={say(words.entry, named(index))}
            value={entry}
            wrong={entry === "" ? [] : wrongAt([...wrong], `[${index}]`)}
            change={(next) => change(items.with(index, next ?? ""))}
          />
          <RemoveRow
            label={say(words.removeEntry, named(index))}
            remove={() => change(items.length > 1 ? items.toSpliced(index, 1) : undefined)}
          />
        </div>
      ))}
    </RowsControl>
  )
}
