/** Keys and values, one pair a row. The rows are kept as typed, since two may have the same key for a moment. */
import { useState } from "react"
import { isObject, itemOf, type Wrong, wrong as wrongOf } from "../../../config/checks"
import { say } from "../../../config/saying"
import { wrongAt } from "../../../config/wrongAt"
import { useWords } from "../pageContext"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { StringControl } from "./PlainControls"
import { RemoveRow, RowsControl } from "./RowsControl"
import { ValueControl } from "./ValueControl"

type Pair = [key: string, value: unknown]

const objectOf = (pairs: Pair[]): unknown => (pairs.length > 0 ? Object.fromEntries(pairs) : undefined)

export function KeyValueControl(props: ControlProps) {
  const { variable, label, value, wrong, change } = props
  const words = useWords()
  const given: Pair[] = isObject(value) ? Object.entries(value) : []
  const [typed, setTyped] = useState<Pair[]>(given)
  const pairs = JSON.stringify(objectOf(typed)) === JSON.stringify(value) ? typed : given
  const item = itemOf(variable)
  const write = (next: Pair[]) => {
    setTyped(next)
    change(objectOf(next))
  }
  const twice = (key: string, index: number): Wrong[] =>
    pairs.findIndex(([other]) => other === key) === index ? [] : wrongOf("keyTwice")
  return (
    <RowsControl
      {...props}
      required={props.required ?? false}
      add={() => write([...pairs, ["", item.type === "boolean" ? false : ""]])}
    >
      {pairs.map(([key, entry], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place while its key is typed
        <div key={index} className={classes.row}>
          <StringControl
            quiet
            variable={KEY}
            label={say(words.keyOf, { name: label, number: index + 1 })}
            value={key}
            wrong={twice(key, index)}
            change={(next) => write(pairs.with(index, [String(next ?? ""), entry]))}
          />
          <ValueControl
            quiet
            variable={item}
            label={say(words.valueOf, { name: label, number: index + 1 })}
            value={entry}
            wrong={entry === "" ? [] : wrongAt([...wrong], `.${key}`)}
            change={(next) => write(pairs.with(index, [key, next ?? ""]))}
          />
          <RemoveRow
            label={say(words.removeEntry, { name: label, number: index + 1 })}
            remove={() => write(pairs.toSpliced(index, 1))}
          />
        </div>
      ))}
    </RowsControl>
  )
}

const KEY = { type: "string" } as const
