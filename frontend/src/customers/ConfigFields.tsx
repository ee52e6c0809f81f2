import { Switch, Text, Textarea, TextInput } from "@mantine/core"
import type { ConfigVariable } from "../flow/definition"
import { type FormValues, valueProblem } from "./configValues"

interface ConfigFieldsProps {
  variables: ConfigVariable[]
  values: FormValues
  change: (values: FormValues) => void
}

/** The config variables of a version as a form. */
export function ConfigFields({ variables, values, change }: ConfigFieldsProps) {
  if (variables.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        This version asks for no config values.
      </Text>
    )
  }
  return variables.map((variable) => (
    <ConfigField
      key={variable.key}
      variable={variable}
      value={values[variable.key]}
      change={(value) => change({ ...values, [variable.key]: value })}
    />
  ))
}

interface ConfigFieldProps {
  variable: ConfigVariable
  value: string | boolean | undefined
  change: (value: string | boolean) => void
}

function ConfigField({ variable, value, change }: ConfigFieldProps) {
  if (variable.type === "boolean") {
    return (
      <Switch
        label={variable.name}
        description={variable.description}
        checked={value === true}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    )
  }
  const shared = {
    label: variable.name,
    description: variable.description,
    required: variable.required ?? false,
    withAsterisk: false,
    value: typeof value === "string" ? value : "",
    error: typeof value === "string" && value !== "" ? valueProblem(variable, value) : null,
  }
  if (variable.type === "json") {
    return <Textarea {...shared} autosize minRows={3} ff="monospace" onChange={(event) => change(event.target.value)} />
  }
  return (
    <TextInput
      {...shared}
      inputMode={variable.type === "number" ? "decimal" : "text"}
      onChange={(event) => change(event.target.value)}
    />
  )
}
