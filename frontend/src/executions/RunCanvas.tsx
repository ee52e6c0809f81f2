/** The flow as it ran, on the canvas of the editor, read-only: how each step went, which links were taken. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { useEffect, useMemo } from "react"
import { useStore } from "zustand"
import { componentsQuery } from "../api/components"
import type { Component, StepRun } from "../api/types"
import { Canvas } from "../editor/canvas/Canvas"
import { createEditorStore, EditorContext, type RunMark } from "../editor/store"
import { marksOf } from "../editor/useRunMarks"
import type { Flow } from "../flow/definition"
import { takenEdges } from "./marks"
import classes from "./RunCanvas.module.css"

interface RunCanvasProps {
  flow: Flow
  steps: StepRun[]
  choose: (stepId: string | null) => void
}

/** Times of nothing (a trigger, a step that was skipped) are left out. */
function marked(steps: StepRun[]): Record<string, RunMark> {
  const marks = Object.entries(marksOf(steps))
  return Object.fromEntries(
    marks.map(([id, { durationUs, ...mark }]) => [id, durationUs ? { ...mark, durationUs } : mark]),
  )
}

export function RunCanvas(props: RunCanvasProps) {
  const components = useQuery(componentsQuery)
  return (
    <div className={classes.frame}>
      {components.data ? <Drawn {...props} components={components.data} /> : <Skeleton h="100%" />}
    </div>
  )
}

function Drawn({ flow, steps, choose, components }: RunCanvasProps & { components: Component[] }) {
  const store = useMemo(
    () =>
      createEditorStore({ document: { name: flow.name, key: flow.key, flows: [flow] }, components, readOnly: true }),
    [flow, components],
  )
  const [selected] = useStore(store, (state) => state.selected)

  useEffect(() => {
    const taken = takenEdges(flow, steps)
    store.setState(({ edges }) => ({
      runs: marked(steps),
      edges: edges.map((edge) => ({ ...edge, className: taken.has(edge.id) ? classes.taken : classes.dead })),
    }))
  }, [store, flow, steps])
  useEffect(() => choose(selected ?? null), [selected, choose])

  return (
    <EditorContext.Provider value={store}>
      <ReactFlowProvider>
        <Canvas />
      </ReactFlowProvider>
    </EditorContext.Provider>
  )
}
