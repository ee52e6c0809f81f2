/** Keys and values, one pair a row. The rows are kept as typed, since two may have the same key for a moment. */
import { ActionIcon, Button, Input, TextInput } from "@mantine/core"
import { Plus, X } from "lucide-react"
import { useRef, useState } from "react"
import { isObject, itemOf } from "./checks"
import classes from "./config.module.css"
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
  const rows = useRef<HTMLFieldSetElement>(null)
  const write = (next: Pair[]) => {
    setTyped(next)
    change(next.length > 0 ? Object.fromEntries(next) : undefined)
  }
  const add = () => {
    write([...pairs, ["", item.type === "boolean" ? false : ""]])
    requestAnimationFrame(() => rows.current?.lastElementChild?.querySelector("input")?.focus())
  }
  const twice = (key: string, index: number) => pairs.findIndex(([other]) => other === key) !== index
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
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${key || `pair ${index + 1}`} of ${label}`}
              onClick={() => write(pairs.toSpliced(index, 1))}
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
