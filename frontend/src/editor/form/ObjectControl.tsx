/** An object: named parts as the schema lists them, or free names with any input each. */
import { ActionIcon, Button, Stack, TextInput } from "@mantine/core"
import { Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import type { Input } from "../../flow/definition"
import { type InputSchema, isNeeded, orderedProperties, shownProperties } from "../../flow/schema"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import classes from "./form.module.css"
import { InputField } from "./InputField"
import { fieldsOf } from "./modes"

export function ObjectControl(props: ControlProps) {
  const named = orderedProperties(props.schema)
  return named.length > 0 ? <NamedParts {...props} /> : <FreeParts {...props} />
}

function NamedParts({ title, path, schema, input, required, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const [wanted, setWanted] = useState(false)
  const fields = fieldsOf(input)
  if (!input && !required && !wanted) {
    // An optional group that nobody uses should not make the form long.
    return readOnly ? null : (
      <Button variant="default" size="compact-xs" style={{ alignSelf: "flex-start" }} onClick={() => setWanted(true)}>
        Set {title.toLowerCase()}
      </Button>
    )
  }
  const write = (name: string, part: Input | undefined) => {
    const next = { ...fields }
    if (part === undefined) delete next[name]
    else next[name] = part
    onChange(Object.keys(next).length === 0 && !required ? undefined : { object: next })
  }
  return (
    <fieldset className={classes.parts} aria-label={title}>
      {shownProperties(schema, fields).map((name) => (
        <InputField
          key={name}
          name={name}
          path={`${path}.${name}`}
          schema={schema.properties?.[name] ?? {}}
          required={isNeeded(schema, name, fields)}
          input={fields[name]}
          onChange={(part) => write(name, part)}
        />
      ))}
    </fieldset>
  )
}

function FreeParts({ title, path, schema, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const fields = Object.entries(fieldsOf(input))
  const partSchema: InputSchema = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {}
  const write = (next: [string, Input][]) =>
    onChange(next.length === 0 ? undefined : { object: Object.fromEntries(next) })
  return (
    <fieldset className={classes.parts} aria-label={title}>
      {fields.map(([name, part], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name being typed must not make its own box new
        <Stack gap={4} key={index} className={classes.item}>
          <PartName
            name={name}
            number={index + 1}
            taken={fields.map(([other]) => other)}
            onRename={(next) => write(fields.with(index, [next, part]))}
            onRemove={() => write(fields.toSpliced(index, 1))}
          />
          <InputField
            name={name}
            path={`${path}.${name}`}
            schema={{ ...partSchema, title: `Value of ${name}` }}
            required={false}
            input={part}
            onChange={(next) => write(fields.with(index, [name, next ?? { value: "" }]))}
          />
        </Stack>
      ))}
      {!readOnly && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Plus size={13} />}
          style={{ alignSelf: "flex-start" }}
          onClick={() => write([...fields, [freeName(fields.map(([name]) => name)), { value: "" }]])}
        >
          Add field
        </Button>
      )}
    </fieldset>
  )
}

function freeName(taken: string[]): string {
  let number = taken.length + 1
  while (taken.includes(`field${number}`)) number += 1
  return `field${number}`
}

interface PartNameProps {
  name: string
  number: number
  taken: string[]
  onRename: (name: string) => void
  onRemove: () => void
}

/** The name is committed when it is left, so that passing through another field's name loses nothing. */
function PartName({ name, number, taken, onRename, onRemove }: PartNameProps) {
  const { readOnly } = useForm()
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? name
  const clash = text !== name && taken.includes(text)
  const commit = () => {
    setTyped(null)
    if (text !== name && text !== "" && !clash) onRename(text)
  }
  return (
    <div className={classes.withButton}>
      <TextInput
        aria-label={`Name of field ${number}`}
        className={classes.grow}
        classNames={{ input: classes.mono ?? "" }}
        value={text}
        readOnly={readOnly}
        error={clash ? "Another field has this name." : null}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      {!readOnly && (
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={`Remove field ${name}`} onClick={onRemove}>
          <Trash2 size={14} />
        </ActionIcon>
      )}
    </div>
  )
}
