/** The right side: settings of the selected step or note, or, when none is selected, of the flow. */
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react"
import { focusField } from "../../ui/focusing"
import { focusStep } from "../commands/places"
import { flowOf, OF_THE_FLOW, useEditor, useEditorStore } from "../store"
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
  const box = useRef<HTMLElement>(null)
  useWantedControl(box, step?.id ?? OF_THE_FLOW)
  if (!flow) return null
  const backToTheStep = (event: KeyboardEvent) => {
    const opened = event.target instanceof Element && event.target.getAttribute("aria-expanded") === "true"
    if (event.key === "Escape" && step && !event.defaultPrevented && !opened) focusStep(step.id)
  }
  return (
    <aside ref={box} className={classes.inspector} aria-label="Settings" onKeyDown={backToTheStep}>
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

/** Goes to the control that a problem names; inputs, which know more ways to be named, go to themselves before. */
function useWantedControl(box: RefObject<HTMLElement | null>, owner: string) {
  const store = useEditorStore()
  const wanted = useEditor((state) => state.wantedField)
  useEffect(() => {
    const { wantedField, set } = store.getState()
    if (!wanted || wanted !== wantedField || wanted.step !== owner || wanted.keepFocus) return
    if (focusField(box.current, wanted.field)) set({ wantedField: null })
  }, [wanted, owner, box, store])
}
