/** The right side: settings of the selected step or note, or, when none is selected, of the flow. */
import type { KeyboardEvent } from "react"
import { focusStep } from "../commands/places"
import { flowOf, useEditor } from "../store"
import { FlowPanel } from "./FlowPanel"
import classes from "./inspector.module.css"
import { ManyPanel } from "./ManyPanel"
import { NotePanel } from "./NotePanel"
import { StepPanel } from "./StepPanel"

export function Inspector({ integrationId }: { integrationId: string }) {
  const selected = useEditor((state) => state.selected)
  const flow = useEditor(flowOf)
  const step = useEditor((state) => (state.selected.length === 1 ? state.steps[state.selected[0] ?? ""] : undefined))
  const note = useEditor((state) => (state.selected.length === 0 ? state.selectedNotes.at(-1) : undefined))
  if (!flow) return null
  const backToTheStep = (event: KeyboardEvent) => {
    const opened = event.target instanceof Element && event.target.getAttribute("aria-expanded") === "true"
    if (event.key === "Escape" && step && !event.defaultPrevented && !opened) focusStep(step.id)
  }
  return (
    <aside className={classes.inspector} aria-label="Settings" onKeyDown={backToTheStep}>
      <div className={classes.scroll}>
        {step ? (
          <StepPanel key={step.id} step={step} flow={flow} integrationId={integrationId} />
        ) : selected.length > 1 ? (
          <ManyPanel ids={selected} />
        ) : note !== undefined ? (
          <NotePanel key={note} flow={flow} id={note} />
        ) : (
          <FlowPanel key={flow.key} flow={flow} />
        )}
      </div>
    </aside>
  )
}
