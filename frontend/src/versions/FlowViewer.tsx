/** A flow on the canvas of the editor, only to look at. What is selected can still be copied. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { type ReactNode, useEffect, useMemo } from "react"
import { componentsQuery } from "../api/components"
import type { Component } from "../api/types"
import { Canvas } from "../editor/canvas/Canvas"
import { copied } from "../editor/commands/selection"
import { type ChangeMark, createEditorStore, EditorContext, type EditorStore } from "../editor/store"
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

/** The browser's own copy gesture, so that text selected elsewhere on the page is copied as ever. */
function useCopying(store: EditorStore) {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      const text = copied(store.getState())
      if (text === null || !document.getSelection()?.isCollapsed) return
      event.clipboardData?.setData("text/plain", text)
      event.preventDefault()
    }
    document.addEventListener("copy", onCopy)
    return () => document.removeEventListener("copy", onCopy)
  }, [store])
}
