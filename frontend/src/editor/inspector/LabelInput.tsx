/** The step's id. Changing it rewrites every reference to it, and says how many. */
import { TextInput } from "@mantine/core"
import { useState } from "react"
import type { Flow, Step } from "../../flow/definition"
import { stepIdProblem } from "../../flow/labels"
import { renameStep } from "../../flow/renaming"
import { tell } from "../../ui/Problem"
import { focusStepSoon } from "../commands/places"
import classes from "../form/form.module.css"
import { usePins } from "../pins"
import { useEditor } from "../store"

const FOLLOWERS = ["Nothing referred to it.", "1 reference follows."]

export function LabelInput({ step, flow }: { step: Step; flow: Flow }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? step.id
  const problem = stepIdProblem(flow, step.id, text)

  const commit = () => {
    if (problem === null && text !== step.id) {
      const { references } = renameStep(flow, step.id, text)
      edit(
        { kind: "renameStep", flow: flow.key, step: step.id, id: text },
        { label: `Rename ${step.id}`, select: [text] },
      )
      usePins.getState().follow(flow.key, step.id, text)
      tell(`Renamed to ${text}. ${FOLLOWERS[references] ?? `${references} references follow.`}`)
    }
    setTyped(null)
  }
  const leave = () => {
    if (problem !== null) tell(`Not renamed: ${problem}`)
    commit()
  }

  return (
    <TextInput
      label="Label"
      data-field="id"
      id="step-label"
      classNames={{ input: classes.mono ?? "" }}
      value={text}
      readOnly={readOnly}
      error={problem}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        // With a label that cannot be, Enter stays: the reason stands below, and what was typed can be mended.
        if (event.key === "Enter" && problem === null) {
          commit()
          focusStepSoon(text)
        }
        if (event.key === "Escape") setTyped(null)
      }}
    />
  )
}
