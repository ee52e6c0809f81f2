/** The flow as it ran, on the canvas of the editor, read-only: how each step stands, how often each link was taken. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { useEffect, useMemo, useRef } from "react"
import { componentsQuery } from "../api/components"
import type { Component } from "../api/types"
import { Canvas } from "../editor/canvas/Canvas"
import { createEditorStore, EditorContext, type EditorStore, type RunMark } from "../editor/store"
import { useCopying } from "../editor/useCopying"
import type { LinkEdgeType } from "../editor/view"
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
  useCopying(store)
  return (
    <EditorContext.Provider value={store}>
      <ReactFlowProvider>
        <Canvas />
      </ReactFlowProvider>
    </EditorContext.Provider>
  )
}

function useDrawing(store: EditorStore, { marks, linkCounts, chosen, choose }: Omit<RunCanvasProps, "flow">): void {
  useEffect(() => {
    store.setState(({ edges, runs }) => ({
      runs: keepEqual(runs, marks),
      linkCounts,
      edges: recoloured(edges, linkCounts),
    }))
  }, [store, marks, linkCounts])

  const ours = useRef(false)
  useEffect(() => {
    const { selected, steps, select, set } = store.getState()
    const known = chosen !== null && steps[chosen] ? [chosen] : []
    if (selected.length === known.length && selected[0] === known[0]) return
    ours.current = true
    select(known)
    ours.current = false
    if (known.length > 0) set({ flight: { steps: known } })
  }, [store, chosen])

  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(
    () =>
      store.subscribe(({ selected }, before) => {
        if (!ours.current && selected !== before.selected) latest.current(selected[0] ?? null)
      }),
    [store],
  )
}

/** The same list when no edge changed, so that React Flow does not measure all of them again at every moment. */
function recoloured(edges: LinkEdgeType[], linkCounts: Record<string, number>): LinkEdgeType[] {
  const colour = ({ id }: LinkEdgeType) => (linkCounts[id] ? classes.taken : classes.dead) ?? ""
  if (edges.every((edge) => edge.className === colour(edge))) return edges
  return edges.map((edge) => (edge.className === colour(edge) ? edge : { ...edge, className: colour(edge) }))
}

/** Marks that say the same stay the same object: only the steps that changed are drawn again. */
function keepEqual(before: Record<string, RunMark>, after: Record<string, RunMark>): Record<string, RunMark> {
  const kept = Object.entries(after).map(([id, mark]) => {
    const old = before[id]
    return [id, old && JSON.stringify(old) === JSON.stringify(mark) ? old : mark] as const
  })
  return Object.fromEntries(kept)
}
