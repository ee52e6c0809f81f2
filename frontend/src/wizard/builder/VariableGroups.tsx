/** Variables that stand on no page: those that could, and those that customers never see. */
import { ActionIcon, Button, Menu, UnstyledButton } from "@mantine/core"
import { CircleAlert, EllipsisVertical, Eye, EyeOff, Plus, Trash2 } from "lucide-react"
import { type ReactNode, useContext } from "react"
import { TYPE_WORDS } from "../../config/types"
import type { ConfigVariable } from "../../flow/definition"
import { isSeen } from "../../flow/pages"
import { placeName, useBoard } from "./board"
import classes from "./builder.module.css"
import cards from "./cards.module.css"
import { DragContext, useDraggable, useDropzone } from "./dragging"
import { problemsOfVariable, sentences } from "./placeProblems"
import { OneVariable } from "./VariablePart"

export function LooseGroup() {
  const { loose } = useBoard()
  const text =
    loose.length > 0 ? "Customers could set these, but no page asks for them." : "Every variable stands on a page."
  return <Group target="loose" title="On no page" text={text} variables={loose} />
}

export function HiddenGroup() {
  const { hidden } = useBoard()
  return (
    <Group
      target="hidden"
      title="Hidden from customers"
      text="Their value is the default, or comes from you or by API. Drag a variable here to hide it."
      variables={hidden}
    />
  )
}

interface GroupProps {
  target: "loose" | "hidden"
  title: string
  text: string
  variables: ConfigVariable[]
}

function Group({ target, title, text, variables }: GroupProps) {
  const { deeds, variables: all } = useBoard()
  const { over } = useContext(DragContext)
  const drag = useDropzone(() => ({ kind: target }), deeds.drop)
  return (
    <section className={classes.group} aria-label={title} data-over={over?.kind === target || undefined} {...drag}>
      <h3>{title}</h3>
      <p className={classes.groupText}>{text}</p>
      <ul className={classes.elements}>
        {variables.map((variable) => (
          <VariableCard key={all.indexOf(variable)} variable={variable} />
        ))}
      </ul>
    </section>
  )
}

function VariableCard({ variable }: { variable: ConfigVariable }) {
  const { chosen, open: opened, choose, variables, problems, readOnly, deeds } = useBoard()
  const { key, name, type = "string" } = variable
  const own = chosen?.kind === "variable" && chosen.key === key
  const open = own && opened
  const index = variables.findIndex((one) => one.key === key)
  const wrong = problemsOfVariable(problems, index)
  const said = sentences(wrong, open)
  const drag = useDraggable({ kind: "variable", key }, readOnly)
  return (
    <li className={cards.card} data-card data-chosen={own || undefined} data-wrong={wrong.length > 0 || undefined}>
      <div className={cards.bar} {...drag}>
        <UnstyledButton
          className={cards.barButton}
          data-place={placeName({ kind: "variable", key })}
          aria-expanded={open}
          onClick={() => choose({ kind: "variable", key }, !open)}
        >
          <span className={cards.about}>{name || key}</span>
          <span className={cards.kind}>{TYPE_WORDS[type]?.label}</span>
          {wrong.length > 0 && (
            <CircleAlert size={14} color="var(--hy-bad)" role="img" aria-label="Something is wrong" />
          )}
        </UnstyledButton>
        {!readOnly && isSeen(variable) && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Plus size={12} />}
            aria-label={`Add to page: ${name || key}`}
            onClick={() => deeds.putOnPage(key)}
          >
            Add to page
          </Button>
        )}
        {!readOnly && <VariableMenu variable={variable} />}
      </div>
      {said.length > 0 && (
        <ul className={cards.wrong}>
          {said.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {open && (
        <fieldset className={cards.settings} disabled={readOnly} aria-label={`Settings of ${name || key}`}>
          <OneVariable name={key} />
        </fieldset>
      )}
    </li>
  )
}

function VariableMenu({ variable }: { variable: ConfigVariable }) {
  const { deeds } = useBoard()
  const seen = isSeen(variable)
  const item = (icon: ReactNode, text: string, deed: () => void) => (
    <Menu.Item leftSection={icon} onClick={deed}>
      {text}
    </Menu.Item>
  )
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${variable.name || variable.key}`}>
          <EllipsisVertical size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item(<Plus size={14} />, "Add to page", () => deeds.putOnPage(variable.key))}
        {seen && item(<EyeOff size={14} />, "Hide from customers", () => deeds.setHidden(variable.key, true))}
        {!seen && item(<Eye size={14} />, "Show to customers", () => deeds.setHidden(variable.key, false))}
        {item(<Trash2 size={14} />, "Delete the variable", () => deeds.removeVariable(variable.key))}
      </Menu.Dropdown>
    </Menu>
  )
}
