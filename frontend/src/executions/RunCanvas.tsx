/** The flow as it ran, on the canvas of the editor, read-only: how each step stands, how often each link was taken. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { useEffect, useMemo, useRef } from "react"
import { componentsQuery } from "../api/components"
import type { Component } from "../api/types"
import { Canvas } from "../editor/canvas/Canvas"
import { createEditorStore, EditorContext, type EditorStore, type RunMark } from "../editor/store"
import type { Flow } from "../flow/definition"
import classes from "./RunCanvas.module.css"

export interface RunCanvasProps {
  flow: Flow
  marks: Record<string, RunMark>
  /** By the id of the edge. */
  linkCounts: Record<string, number>
  /** Id of the step that is looked at. */
  chosen: string | null
  choose: (stepId: string | null) => void
}

export function RunCanvas(props: RunCanvasProps) {
  const components = useQuery(componentsQuery)
  return components.data ? <Drawn {...props} components={components.data} /> : <Skeleton h="100%" />
}

function Drawn({ components, ...shown }: RunCanvasProps & { components: Component[] }) {
  const { flow } = shown
  const store = useMemo(
    () =>
      createEditorStore({ document: { name: flow.name, key: flow.key, flows: [flow] }, components, readOnly: true }),
    [flow, components],
  )
  useDrawing(store, shown)
  return (
    <EditorContext.Provider value={store}>
      <ReactFlowProvider>
        <Canvas />
      </ReactFlowProvider>
    </EditorContext.Provider>
  )
}

function useDrawing(store: EditorStore, { flow, marks, linkCounts, chosen, choose }: RunCanvasProps): void {
  useEffect(() => {
    store.setState(({ edges }) => ({
      runs: marks,
      linkCounts,
      edges: edges.map((edge) => {
        const className = linkCounts[edge.id] ? classes.taken : classes.dead
        return edge.className === className ? edge : { ...edge, className: className ?? "" }
      }),
    }))
  }, [store, marks, linkCounts])

  useEffect(() => {
    if (chosen === null || store.getState().selected[0] === chosen) return
    const known = flow.steps.length > 0 && store.getState().steps[chosen]
    store.getState().select(known ? [chosen] : [])
    if (known) store.getState().set({ flight: { steps: [chosen] } })
  }, [store, flow, chosen])

  const latest = useRef({ chosen, choose })
  useEffect(() => {
    latest.current = { chosen, choose }
  })
  useEffect(
    () =>
      store.subscribe(({ selected }, before) => {
        const step = selected[0] ?? null
        if (selected !== before.selected && step !== latest.current.chosen) latest.current.choose(step)
      }),
    [store],
  )
}
