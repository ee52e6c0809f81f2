/** The integration's config variables: values that each customer's instance has of its own. */
import { ActionIcon, Button, Select, Text, TextInput } from "@mantine/core"
import { Plus, Trash2 } from "lucide-react"
import type { ConfigVariable } from "../../flow/definition"
import { slug } from "../../flow/labels"
import formClasses from "../form/form.module.css"
import { documentOf, useEditor } from "../store"
import classes from "./inspector.module.css"

const TYPES = ["string", "number", "boolean", "json"]
const NONE: ConfigVariable[] = []

export function ConfigVariables() {
  const variables = useEditor((state) => documentOf(state).configVariables ?? NONE)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const write = (next: ConfigVariable[], burst?: string) =>
    edit({ kind: "setConfigVariables", variables: next }, { label: "Change config variables", ...(burst && { burst }) })
  const add = () => {
    const name = freeName(variables)
    write([...variables, { key: slug(name), name, type: "string" }])
  }
  return (
    <section className={classes.section} aria-label="Config variables">
      <h3>Config variables of the integration</h3>
      <Text size="xs" c="dimmed">
        Each customer's instance has its own values. Steps use them by name.
      </Text>
      {variables.map((variable, index) => (
        <VariableRow
          key={variable.key}
          variable={variable}
          readOnly={readOnly}
          onChange={(next) => write(variables.with(index, next), `variable ${variable.key}`)}
          onRemove={() => write(variables.toSpliced(index, 1))}
        />
      ))}
      {!readOnly && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Plus size={13} />}
          style={{ alignSelf: "flex-start" }}
          onClick={add}
        >
          Add config variable
        </Button>
      )}
    </section>
  )
}

function freeName(variables: ConfigVariable[]): string {
  let number = variables.length + 1
  const taken = new Set(variables.flatMap((variable) => [variable.name, variable.key]))
  while (taken.has(`Variable ${number}`) || taken.has(`variable-${number}`)) number += 1
  return `Variable ${number}`
}

interface RowProps {
  variable: ConfigVariable
  readOnly: boolean
  onChange: (next: ConfigVariable) => void
  onRemove: () => void
}

function VariableRow({ variable, readOnly, onChange, onRemove }: RowProps) {
  const type = variable.type ?? "string"
  return (
    <fieldset className={formClasses.parts} aria-label={`Config variable ${variable.name}`}>
      <div className={formClasses.withButton}>
        <TextInput
          label="Name"
          className={formClasses.grow ?? ""}
          value={variable.name}
          readOnly={readOnly}
          onChange={(event) => onChange({ ...variable, name: event.currentTarget.value })}
        />
        <Select
          label="Type"
          w={96}
          data={TYPES}
          value={type}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={(next) =>
            onChange(withoutDefault({ ...variable, type: next as NonNullable<ConfigVariable["type"]> }))
          }
        />
        {!readOnly && (
          <ActionIcon
            mt={22}
            variant="subtle"
            color="gray"
            size={30}
            aria-label={`Remove ${variable.name}`}
            onClick={onRemove}
          >
            <Trash2 size={14} />
          </ActionIcon>
        )}
      </div>
      <TextInput
        label="Value unless an instance sets one"
        value={defaultText(variable)}
        readOnly={readOnly}
        onChange={(event) => onChange(withDefault(variable, event.currentTarget.value))}
      />
    </fieldset>
  )
}

function withoutDefault(variable: ConfigVariable): ConfigVariable {
  const { default: _gone, ...rest } = variable
  return rest
}

const defaultText = ({ default: value }: ConfigVariable): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value)

/** Text is kept as it is typed; other types are read as JSON, and as text until that works. */
function withDefault(variable: ConfigVariable, text: string): ConfigVariable {
  if (text === "") return withoutDefault(variable)
  if ((variable.type ?? "string") === "string") return { ...variable, default: text }
  try {
    return { ...variable, default: JSON.parse(text) }
  } catch {
    return { ...variable, default: text }
  }
}
