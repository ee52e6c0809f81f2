/** Everything that is set about one config variable. */
import { Group, NumberInput, SegmentedControl, Select, Stack, Switch, Text, Textarea } from "@mantine/core"
import { ITEM_CHOICES, TYPE_CHOICES, TYPE_WORDS, withItems, withType } from "../config/types"
import { ValueField } from "../config/ValueField"
import { isEmpty, problemsOf, Unread } from "../config/values"
import type { NewNames } from "../flow/configRenaming"
import type { ConfigType, ConfigVariable, Flow, LISTABLE } from "../flow/definition"
import { ChoicesSource } from "./ChoicesSource"
import { SchemaEditor } from "./SchemaEditor"
import { ServiceSelect } from "./ServiceSelect"
import { VariableName } from "./VariableNames"

export interface SettingsProps {
  variable: ConfigVariable
  wrong: Record<string, string>
  /** Of the integration: one of them may fill the choices. */
  flows: readonly Flow[]
  change: (next: ConfigVariable, field: string) => void
}

interface AllSettingsProps extends SettingsProps {
  variables: readonly ConfigVariable[]
  rename: (to: NewNames) => void
}

const VISIBILITY = [
  { value: "customer", label: "Customer" },
  { value: "embedded", label: "API only" },
  { value: "organization", label: "Us only" },
]
const SEEN = {
  customer: "The customer sees and sets it in the wizard.",
  embedded: "Your product sets it by API; the wizard does not show it.",
  organization: "Only members of your tenant set it; the wizard does not show it.",
}

export function VariableSettings({ variables, variable, wrong, flows, change, rename }: AllSettingsProps) {
  const type = variable.type ?? "string"
  const seen = variable.visibility ?? "customer"
  const set = (settings: Partial<Cleared<ConfigVariable>>, field: string) => change(cleared(variable, settings), field)
  return (
    <Stack gap="sm">
      <VariableName
        what="name"
        label="Name"
        description="What people see beside the field."
        variables={variables}
        variable={variable}
        error={wrong.name}
        rename={rename}
      />
      <VariableName
        what="key"
        label="Key"
        description="What steps and the API name it by. Values that customers gave are kept under it."
        variables={variables}
        variable={variable}
        error={wrong.key}
        rename={rename}
      />
      <Textarea
        label="Description"
        description="Shown below the name: what to write, and where to find it."
        autosize
        maxRows={6}
        value={variable.description ?? ""}
        onChange={(event) => set({ description: event.currentTarget.value || undefined }, "description")}
      />
      <Group grow align="flex-start" gap="xs">
        <Select
          label="Type"
          description={TYPE_WORDS[type]?.text}
          data={TYPE_CHOICES}
          value={type}
          allowDeselect={false}
          error={wrong.type}
          onChange={(next) => next && change(withType(variable, next as ConfigType), "type")}
        />
        {(type === "list" || type === "keyValue") && (
          <Select
            label={type === "list" ? "Entries are" : "Values are"}
            description={TYPE_WORDS[variable.of ?? "string"].text}
            data={ITEM_CHOICES}
            value={variable.of ?? "string"}
            allowDeselect={false}
            error={wrong.of}
            onChange={(next) => next && change(withItems(variable, next as (typeof LISTABLE)[number]), "of")}
          />
        )}
      </Group>
      {(type === "picklist" || variable.of === "picklist") && (
        <ChoicesSource variable={variable} wrong={wrong} flows={flows} change={change} />
      )}
      {(type === "number" || variable.of === "number") && type !== "string" && (
        <Bounds variable={variable} wrong={wrong} flows={flows} change={change} />
      )}
      {type === "connection" && (
        <ServiceSelect
          value={variable.service ?? null}
          error={wrong.service}
          change={(service) => set({ service }, "service")}
        />
      )}
      {type === "form" && (
        <SchemaEditor schema={variable.schema} error={wrong.schema} change={(schema) => set({ schema }, "schema")} />
      )}
      {type !== "connection" && (
        <ValueField
          variable={variable}
          label="Default"
          description="What counts where nobody sets a value."
          value={variable.default ?? (type === "boolean" ? false : undefined)}
          wrong={wrong.default ? [{ way: "", text: wrong.default }] : defaultProblems(variable)}
          change={(value) => {
            if (!(value instanceof Unread)) set({ default: isEmpty(value) ? undefined : value }, "default")
          }}
        />
      )}
      <Switch
        label="Required"
        description="Without a value and without a default it cannot be deployed."
        checked={variable.required ?? false}
        onChange={(event) => set({ required: event.currentTarget.checked || undefined }, "required")}
      />
      <div>
        <Text size="sm" fw={500} mb={4}>
          Who sets it
        </Text>
        <SegmentedControl
          aria-label="Who sets it"
          fullWidth
          data={VISIBILITY}
          value={seen}
          onChange={(next) =>
            set({ visibility: next === "customer" ? undefined : (next as "embedded" | "organization") }, "visibility")
          }
        />
        <Text size="xs" c="dimmed" mt={4}>
          {SEEN[seen]}
        </Text>
      </div>
    </Stack>
  )
}

function Bounds({ variable, wrong, change }: SettingsProps) {
  const set = (name: "minimum" | "maximum") => (value: number | string) =>
    change(cleared(variable, { [name]: typeof value === "number" ? value : undefined }), name)
  return (
    <Group grow gap="xs" align="flex-start">
      <NumberInput label="At least" value={variable.minimum ?? ""} error={wrong.minimum} onChange={set("minimum")} />
      <NumberInput label="At most" value={variable.maximum ?? ""} error={wrong.maximum} onChange={set("maximum")} />
    </Group>
  )
}

const defaultProblems = (variable: ConfigVariable) =>
  isEmpty(variable.default) ? [] : problemsOf({ ...variable, required: false }, variable.default)

export type Cleared<T> = { [Name in keyof T]: T[Name] | undefined }

/** With the settings given; those that are undefined are dropped. */
export function cleared(variable: ConfigVariable, settings: Partial<Cleared<ConfigVariable>>): ConfigVariable {
  const merged = { ...variable, ...settings }
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  ) as unknown as ConfigVariable
}
