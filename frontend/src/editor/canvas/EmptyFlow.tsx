/** An empty canvas offers the first step and three ways to begin, never a blank grid. */
import { Plus } from "lucide-react"
import type { Operation } from "../../flow/operations"
import { useEditor } from "../store"
import classes from "./Canvas.module.css"
import { TEMPLATES } from "./templates"

export function EmptyFlow() {
  const flow = useEditor((state) => state.flowKey)
  const components = useEditor((state) => state.components)
  const ask = useEditor((state) => state.ask)
  const edit = useEditor((state) => state.edit)
  const set = useEditor((state) => state.set)
  const offered = TEMPLATES.filter(({ clip }) => clip.steps.every((step) => components[step.component]))

  return (
    <div className={classes.empty}>
      <div className={classes.emptyCard}>
        <button
          type="button"
          className={classes.addFirst}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            ask({ screen: { x: box.left, y: box.bottom + 8 }, at: { x: 0, y: 0 }, parent: null })
          }}
        >
          <Plus size={22} aria-hidden />
          Add the first step
        </button>
        <span>or drag a component from the left, or begin with one of these</span>
        <div className={classes.templates}>
          {offered.map(({ title, text, clip, sync }) => (
            <button
              key={title}
              type="button"
              className={classes.template}
              onClick={() => {
                const operations: Operation[] = [{ kind: "paste", flow, parent: null, clip, at: { x: 0, y: 0 } }]
                if (sync) operations.push({ kind: "setFlowField", flow, field: "response", value: "sync" })
                edit({ kind: "batch", operations }, { label: title })
                set({ flight: { steps: clip.steps.map((step) => step.id) } })
              }}
            >
              <strong>{title}</strong>
              <span>{text}</span>
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
