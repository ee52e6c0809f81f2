/** The integration's config variables: values that each customer's instance has of its own. */
import { ActionIcon, Anchor, Button, Select, Text } from "@mantine/core"
import { Plus, Trash2 } from "lucide-react"
import { Link, useParams } from "react-router"
import { TYPE_CHOICES, withType } from "../../config/types"
import type { ConfigType, ConfigVariable } from "../../flow/definition"
import { renameIn, VariableName } from "../../wizard/VariableNames"
import { freeVariable } from "../../wizard/variables"
import formClasses from "../form/form.module.css"
import { documentOf, useEditor, useEditorStore } from "../store"
import classes from "./inspector.module.css"

const NONE: ConfigVariable[] = []

export function ConfigVariables() {
  const variables = useEditor((state) => documentOf(state).configVariables ?? NONE)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const write = (next: ConfigVariable[], burst?: string) =>
    edit({ kind: "setConfigVariables", variables: next }, { label: "Change config variables", ...(burst && { burst }) })
  const { id } = useParams()
  return (
    <section className={classes.section} aria-label="Config variables">
      <h3>Config variables of the integration</h3>
      <Text size="xs" c="dimmed">
        Each customer's instance has its own values. Choices, defaults and a preview are under{" "}
        <Anchor component={Link} to={`/integrations/${id}/wizard`} inherit underline="always">
          Wizard
        </Anchor>
        .
      </Text>
      {variables.map((variable, index) => (
        <VariableRow
          key={variable.key}
          variables={variables}
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
          onClick={() => write([...variables, freeVariable(variables)])}
        >
          Add config variable
        </Button>
      )}
    </section>
  )
}

interface RowProps {
  variables: readonly ConfigVariable[]
  variable: ConfigVariable
  readOnly: boolean
  onChange: (next: ConfigVariable) => void
  onRemove: () => void
}

function VariableRow({ variables, variable, readOnly, onChange, onRemove }: RowProps) {
  const store = useEditorStore()
  const type = variable.type ?? "string"
  return (
    <fieldset className={formClasses.parts} aria-label={`Config variable ${variable.name}`}>
      <div className={formClasses.withButton}>
        <VariableName
          what="name"
          label="Name"
          className={formClasses.grow ?? ""}
          variables={variables}
          variable={variable}
          readOnly={readOnly}
          rename={(to) => renameIn(store.getState(), variable, to)}
        />
        <Select
          label="Type"
          w={118}
          data={TYPE_CHOICES}
          value={type}
          allowDeselect={false}
          readOnly={readOnly}
          onChange={(next) => next && onChange(withType(variable, next as ConfigType))}
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
    </fieldset>
  )
}
