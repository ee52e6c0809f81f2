import { ActionIcon, Button, Text, UnstyledButton } from "@mantine/core"
import { ArrowDown, ArrowUp, CircleAlert, EyeOff, Plus, Trash2 } from "lucide-react"
import { TYPE_WORDS } from "../config/types"
import { type OpenVariables, problemsAt } from "./useVariables"
import classes from "./wizard.module.css"

interface ListProps {
  open: OpenVariables
  chosen: number
  readOnly: boolean
  choose: (index: number) => void
}

/** The variables in the order in which forms ask for them. */
export function VariableList({ open, chosen, readOnly, choose }: ListProps) {
  const last = open.variables.length - 1
  const move = (by: -1 | 1) => {
    open.move(chosen, by)
    choose(Math.min(Math.max(chosen + by, 0), last))
  }
  return (
    <section className={classes.pane} aria-label="Config variables">
      <h2>Config variables</h2>
      <Text size="xs" c="dimmed">
        What each customer's instance has of its own. Steps read them.
      </Text>
      <ul className={classes.list}>
        {open.variables.map((variable, index) => {
          const broken = Object.keys(problemsAt(open.problems, index)).length > 0
          return (
            <li key={variable.key}>
              <UnstyledButton
                className={classes.entry}
                aria-current={index === chosen || undefined}
                onClick={() => choose(index)}
              >
                <span className={classes.entryName}>{variable.name || variable.key}</span>
                <span className={classes.entryType}>{TYPE_WORDS[variable.type ?? "string"]?.label}</span>
                {(variable.visibility ?? "customer") !== "customer" && (
                  <EyeOff size={13} aria-label="Not shown to the customer" />
                )}
                {broken && <CircleAlert size={14} color="var(--hy-bad)" aria-label="Something is wrong" />}
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
      {!readOnly && (
        <div className={classes.tools}>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Plus size={14} />}
            onClick={() => {
              open.add()
              choose(open.variables.length)
            }}
          >
            Add variable
          </Button>
          {open.variables.length > 0 && (
            <span className={classes.toolsEnd}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Move up"
                disabled={chosen === 0}
                onClick={() => move(-1)}
              >
                <ArrowUp size={15} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Move down"
                disabled={chosen >= last}
                onClick={() => move(1)}
              >
                <ArrowDown size={15} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Remove config variable"
                onClick={() => {
                  open.remove(chosen)
                  choose(Math.max(chosen - 1, 0))
                }}
              >
                <Trash2 size={15} />
              </ActionIcon>
            </span>
          )}
        </div>
      )}
    </section>
  )
}
