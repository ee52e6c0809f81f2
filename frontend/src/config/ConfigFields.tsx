/** The config variables of a version as a form. */
import { Badge, Text } from "@mantine/core"
import type { ConfigVariable } from "../flow/definition"
import { useRefusals } from "../ui/ApiForm"
import { ValueField } from "./ValueField"
import { type FormValues, isEmpty, problemsOf } from "./values"

interface ConfigFieldsProps {
  variables: readonly ConfigVariable[]
  values: FormValues
  change: (values: FormValues) => void
}

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
  value: unknown
  change: (value: unknown) => void
}

export function ConfigField({ variable, value, change }: ConfigFieldProps) {
  const seen = WHO[variable.visibility ?? "customer"]
  const refused = useRefusals(`config.${variable.key}`, value).map(({ way, message }) => ({ way, text: message }))
  return (
    <ValueField
      variable={variable}
      label={variable.name}
      description={
        seen ? (
          <>
            {variable.description}{" "}
            <Badge size="xs" variant="default" tt="none">
              {seen}
            </Badge>
          </>
        ) : (
          variable.description
        )
      }
      required={variable.required ?? false}
      value={value}
      // What is empty is not wrong yet; the button says that something is missing.
      wrong={isEmpty(value) ? refused : [...problemsOf(variable, value), ...refused]}
      change={change}
    />
  )
}

const WHO = {
  customer: null,
  embedded: "Set by API, not shown to the customer",
  organization: "Not shown to the customer",
}
