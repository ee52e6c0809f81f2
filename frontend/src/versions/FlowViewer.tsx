/** A flow on the canvas of the editor, only to look at. What is selected can still be copied. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { type ReactNode, useMemo } from "react"
import { componentsQuery } from "../api/components"
import type { Component } from "../api/types"
import { Canvas } from "../editor/canvas/Canvas"
import { type ChangeMark, createEditorStore, EditorContext } from "../editor/store"
import { useCopying } from "../editor/useCopying"
import type { Definition } from "../flow/definition"

interface Props {
  definition: Definition
  flowKey: string
  changes?: Record<string, ChangeMark>
  /** Stands beside the canvas, and may read the same store. */
  children?: ReactNode
  className?: string | undefined
}

export function FlowViewer(props: Props) {
  const components = useQuery(componentsQuery)
  return components.data ? <Viewer {...props} components={components.data} /> : <Skeleton h="100%" />
}

function Viewer({
  definition,
  flowKey,
  changes,
  children,
  className,
  components,
}: Props & { components: Component[] }) {
  const store = useMemo(() => {
    const made = createEditorStore({ document: definition, components, flowKey, readOnly: true })
    if (changes) made.getState().set({ changes })
    return made
  }, [definition, components, flowKey, changes])
  useCopying(store)
  return (
    <EditorContext.Provider value={store}>
      <ReactFlowProvider key={flowKey}>
        <div className={className}>
          <Canvas />
        </div>
        {children}
      </ReactFlowProvider>
    </EditorContext.Provider>
  )
}
