/** A list of inputs: each may be given in its own way, can be moved and removed. */
import { ActionIcon, Button, Group } from "@mantine/core"
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react"
import type { Input } from "../../flow/definition"
import { type InputSchema, mainType } from "../../flow/schema"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import classes from "./form.module.css"
import { InputField } from "./InputField"
import { itemsOf } from "./modes"

export function ListControl({ title, path, schema, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const items = itemsOf(input)
  const itemSchema = schema.items ?? {}
  const noun = singular(title)
  const write = (list: Input[]) => onChange({ list })
  const swap = (from: number, to: number) => {
    const [a, b] = [items[from], items[to]]
    if (a && b) write(items.with(from, b).with(to, a))
  }
  return (
    <fieldset className={classes.list} aria-label={title}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no identity but its place
        <fieldset key={index} className={classes.item} aria-label={`${noun} ${index + 1}`}>
          <InputField
            name={`${noun} ${index + 1}`}
            path={`${path}[${index}]`}
            schema={{ ...itemSchema, title: `${noun} ${index + 1}` }}
            required
            input={item}
            onChange={(next) => write(items.with(index, next ?? { value: null }))}
          />
          {!readOnly && (
            <Group gap={2} className={classes.itemButtons}>
              <Small
                label={`Move ${noun} ${index + 1} up`}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
                icon={ArrowUp}
              />
              <Small
                label={`Move ${noun} ${index + 1} down`}
                disabled={index === items.length - 1}
                onClick={() => swap(index, index + 1)}
                icon={ArrowDown}
              />
              <Small
                label={`Remove ${noun} ${index + 1}`}
                onClick={() => write(items.toSpliced(index, 1))}
                icon={Trash2}
              />
            </Group>
          )}
        </fieldset>
      ))}
      {!readOnly && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Plus size={13} />}
          style={{ alignSelf: "flex-start" }}
          onClick={() => write([...items, freshItem(itemSchema, items.length)])}
        >
          Add {noun.toLowerCase()}
        </Button>
      )}
    </fieldset>
  )
}

function Small({
  label,
  icon: Icon,
  ...rest
}: {
  label: string
  icon: typeof Plus
  disabled?: boolean
  onClick: () => void
}) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} {...rest}>
      <Icon size={13} />
    </ActionIcon>
  )
}

/** "Cases" lists a case, "Branches" a branch. */
export function singular(title: string): string {
  if (/ches$/.test(title)) return title.slice(0, -2)
  return /[^s]s$/.test(title) ? title.slice(0, -1) : `${title} item`
}

/** An item with its required parts, ready to be filled in. Names are numbered, since they name outlets. */
export function freshItem(schema: InputSchema, position: number): Input {
  if (schema.default !== undefined) return { value: schema.default }
  const type = mainType(schema)
  if (type === "object" && schema.properties) {
    const parts = (schema.required ?? []).map((name): [string, Input] => {
      const part = schema.properties?.[name] ?? {}
      if (part["x-widget"] === "reference") return [name, { reference: "" }]
      if (name === "name") return [name, { value: `Case ${position + 1}` }]
      return [name, freshItem(part, 0)]
    })
    return { object: Object.fromEntries(parts) }
  }
  if (type === "array") return { list: schema.items ? [freshItem(schema.items, 0)] : [] }
  const first = schema.enum?.[0] ?? schema.oneOf?.[0]?.const
  return { value: first ?? (type === "number" || type === "integer" ? 0 : type === "boolean" ? false : "") }
}
