/** The settings of one variable, wherever on the board it is opened. */

import { VariableSettings } from "../VariableSettings"
import { problemsAt } from "../variables"
import { useBoard } from "./board"

export function OneVariable({ name }: { name: string }) {
  const { variables, problems, deeds, definition } = useBoard()
  const index = variables.findIndex((one) => one.key === name)
  const variable = variables[index]
  if (!variable) return <p>There is no config variable “{name}” any more. Delete this element, or undo.</p>
  return (
    <VariableSettings
      variables={variables}
      variable={variable}
      rename={(to) => deeds.renameVariable(variable.key, to)}
      wrong={problemsAt(problems, index)}
      flows={definition.flows}
      change={(next, field) => deeds.changeVariable(index, next, field)}
    />
  )
}
