/** One input: its name, the way it is given, the control for that way, and what is wrong with it. */
import { Menu, Text, UnstyledButton } from "@mantine/core"
import { ChevronDown } from "lucide-react"
import { useEffect, useRef } from "react"
import type { Input } from "../../flow/definition"
import type { InputSchema } from "../../flow/schema"
import { Words } from "../../ui/Words"
import { documentOf, useEditor } from "../store"
import { Control } from "./Control"
import { canonical, useForm, useProblemText } from "./context"
import classes from "./form.module.css"
import { InputPreview } from "./InputPreview"
import { changeMode, MODE_NAMES, type Mode, modeOf, modesFor } from "./modes"

export interface FieldProps {
  name: string
  path: string
  schema: InputSchema
  required: boolean
  input: Input | undefined
  onChange: (input: Input | undefined) => void
}

export function InputField(props: FieldProps) {
  const { name, path, schema, required, input, onChange } = props
  const problem = useProblemText(path)
  const title = schema.title ?? name
  const mode = modeOf(input, schema)
  const box = useWanted(path)
  return (
    <div className={classes.field} ref={box} data-bad={problem !== null || undefined} data-field={path}>
      <div className={classes.fieldHead}>
        <span className={classes.fieldTitle}>
          {title}
          {required && (
            <span className={classes.required} title="Required">
              {" *"}
            </span>
          )}
        </span>
        <ModeMenu
          title={title}
          schema={schema}
          mode={mode}
          onChoose={(next, variable) => onChange(changeMode(input, next, variable))}
        />
      </div>
      <Control {...props} title={title} mode={mode} />
      {input && <InputPreview path={path} input={input} onChange={onChange} />}
      {problem && (
        <Text size="xs" c="var(--hy-bad)" role="alert">
          <Words text={problem} />
        </Text>
      )}
      {schema.description && (
        <Text size="xs" c="dimmed" lh={1.35}>
          {schema.description}
        </Text>
      )}
    </div>
  )
}

/** Scrolls here when a problem or a search names this input, and takes the focus unless the search keeps it. */
function useWanted(path: string) {
  const { step } = useForm()
  const box = useRef<HTMLDivElement>(null)
  const wanted = useEditor((state) => state.wantedField)
  const set = useEditor((state) => state.set)
  useEffect(() => {
    if (wanted?.step !== step.id || canonical(wanted.field) !== canonical(path)) return
    set({ wantedField: null })
    box.current?.scrollIntoView({ block: "center" })
    if (wanted.keepFocus) return
    box.current?.querySelector<HTMLElement>("input, textarea, [contenteditable=true], [role=switch]")?.focus()
  }, [wanted, step.id, path, set])
  return box
}

interface ModeMenuProps {
  title: string
  schema: InputSchema
  mode: Mode
  onChoose: (mode: Mode, variable: string | undefined) => void
}

function ModeMenu({ title, schema, mode, onChoose }: ModeMenuProps) {
  const variables = useEditor((state) => documentOf(state).configVariables)
  const { readOnly } = useForm()
  const modes = modesFor(schema)
  if (modes.length < 2 || readOnly) return null
  return (
    <Menu position="bottom-end" width={150}>
      <Menu.Target>
        <UnstyledButton className={classes.mode} aria-label={`How ${title} is given: ${MODE_NAMES[mode]}`}>
          {MODE_NAMES[mode]} <ChevronDown size={12} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {modes.map((each) => (
          <Menu.Item
            key={each}
            disabled={each === "configVariable" && !variables?.length}
            fw={each === mode ? 650 : 400}
            onClick={() => each !== mode && onChoose(each, variables?.[0]?.name)}
          >
            {MODE_NAMES[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
