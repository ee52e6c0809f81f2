/** The canvas: React Flow, with its defaults set on purpose to our keys and gestures, and every edit as an operation. */
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  Controls,
  type FinalConnectionState,
  type IsValidConnection,
  MiniMap,
  type Node,
  ReactFlow,
  type ReactFlowState,
  SelectionMode,
  useReactFlow,
  useStore,
} from "@xyflow/react"
import "@xyflow/react/dist/style.css"
import { useComputedColorScheme } from "@mantine/core"
import { type CSSProperties, type MouseEvent, useCallback, useMemo, useRef } from "react"
import { edgeToLink } from "../../flow/canvas"
import { linkProblem } from "../../flow/linking"
import { tell } from "../../ui/Problem"
import { useContextMenus } from "../commands/useContextMenus"
import { type DrawingNode, isDrawing } from "../drawings"
import { flowOf, useEditor, useEditorStore } from "../store"
import type { LinkEdgeType, StepNodeType } from "../view"
import classes from "./Canvas.module.css"
import { DragGhosts } from "./DragGhosts"
import { useDropping, useNodeDragging } from "./dropping"
import { EmptyFlow } from "./EmptyFlow"
import { type Box, markMoving } from "./moving"
import { edgeTypes, nodeTypes } from "./types"
import { FIT, useFlights } from "./useFlights"

const GRID: [number, number] = [8, 8]
const MULTI_SELECT = ["Meta", "Control", "Shift"]
const PAN_BUTTONS = [1]
const MINIMAP_FROM = 14
/** Up to here drawing all is smoother than mounting what comes into view while panning. */
const DRAW_ALL = 400

/** Small text is only noise from afar, and so are buttons from very far. */
const distanceOf = ({ transform: [, , zoom] }: ReactFlowState) => (zoom < 0.2 ? "far" : zoom < 0.5 ? "middle" : "near")

/** Buttons on the drawing keep a size that a pointer hits: by how much they are drawn larger than it, in coarse steps. */
const enlargedOf = ({ transform: [, , zoom] }: ReactFlowState) => Math.min(2.5, Math.max(1, Math.round(4 / zoom) / 4))

const mapColor = (node: Node): string => (isDrawing(node.id) ? "var(--hy-line)" : "var(--hy-line-strong)")

export function Canvas() {
  const store = useEditorStore()
  const steps = useEditor((state) => state.nodes)
  const drawings = useEditor((state) => state.drawings)
  // Notes and groups come after the steps: who walks the page hears the flow first.
  const nodes = useMemo(() => [...steps, ...drawings], [steps, drawings])
  const edges = useEditor((state) => state.edges)
  const readOnly = useEditor((state) => state.readOnly)
  const onNodesChange = useEditor((state) => state.onNodesChange)
  const onEdgesChange = useEditor((state) => state.onEdgesChange)
  const dark = useComputedColorScheme("light") === "dark"
  const distance = useStore(distanceOf)
  const enlarged = useStore(enlargedOf)
  const box = useRef<HTMLDivElement>(null)
  const dropping = useDropping()
  const dragging = useNodeDragging(box)
  const linking = useLinking()
  const menus = useContextMenus()
  const narrow = useNarrowing()
  const hovering = useHovering()
  const moving = useMoving(box)
  useFlights()

  const onDoubleClick = useCallback(
    (event: MouseEvent) => {
      if (!(event.target as Element).classList.contains("react-flow__pane")) return
      store.getState().ask({ screen: { x: event.clientX, y: event.clientY }, parent: null })
    },
    [store],
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pane inside is the interactive element; keys are in the key table
    <div
      ref={box}
      className={classes.canvas}
      {...dropping}
      onDoubleClick={onDoubleClick}
      data-distance={distance}
      style={{ "--enlarged": enlarged } as CSSProperties}
      data-testid="canvas"
      onPointerMove={(event) => event.buttons === 0 && markMoving(box, null)} // a wheel's end is told late
    >
      <ReactFlow<StepNodeType | DrawingNode, LinkEdgeType>
        aria-label="Flow canvas"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        {...dragging}
        {...hovering}
        {...linking}
        {...menus}
        onNodeClick={narrow}
        {...moving}
        colorMode={dark ? "dark" : "light"}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECT}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={PAN_BUTTONS}
        panActivationKeyCode="Space"
        panOnScroll
        panOnScrollSpeed={1}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesFocusable={false}
        elevateEdgesOnSelect
        snapToGrid
        snapGrid={GRID}
        nodeDragThreshold={3}
        minZoom={0.05}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        onlyRenderVisibleElements={nodes.length > DRAW_ALL}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.25} color="var(--hy-line-strong)" />
        <Controls showInteractive={false} fitViewOptions={FIT} position="bottom-left" />
        <DragGhosts />
        {steps.length >= MINIMAP_FROM && (
          <MiniMap pannable zoomable ariaLabel="Map of the flow" className={classes.map} nodeColor={mapColor} />
        )}
      </ReactFlow>
      {steps.length === 0 && !readOnly && <EmptyFlow />}
    </div>
  )
}

// What React Flow is handed keeps its identity: a new function each time would draw every link again while one step is dragged.

/** A click, not a drag, on one of several selected steps means that one. */
function useNarrowing() {
  const store = useEditorStore()
  return useCallback(
    (event: MouseEvent, node: { id: string }) => {
      const { selected, select } = store.getState()
      const adds = event.ctrlKey || event.metaKey || event.shiftKey
      if (!adds && selected.length > 1 && selected.includes(node.id)) select([node.id])
    },
    [store],
  )
}

function useHovering() {
  const store = useEditorStore()
  return useMemo(
    () => ({
      onEdgeMouseEnter: (_event: MouseEvent, edge: LinkEdgeType) => store.getState().set({ hoverEdge: edge.id }),
      onEdgeMouseLeave: () => store.getState().set({ hoverEdge: null }),
    }),
    [store],
  )
}

function useMoving(box: Box) {
  return useMemo(
    () => ({
      // Without an event the view flies by itself, and a step may be grabbed meanwhile.
      onMoveStart: (event: globalThis.MouseEvent | TouchEvent | null) => event && markMoving(box, "view"),
      onMoveEnd: () => markMoving(box, null),
    }),
    [box],
  )
}

/** Drawing links: what may be linked, and the window that opens when a link ends in empty space. */
function useLinking() {
  const store = useEditorStore()
  const { screenToFlowPosition } = useReactFlow()

  const isValidConnection: IsValidConnection<LinkEdgeType> = useCallback(
    (connection) => {
      const flow = flowOf(store.getState())
      return flow !== undefined && linkProblem(flow, edgeToLink(connection)) === null
    },
    [store],
  )

  const onConnectEnd = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, { fromHandle, fromNode, toHandle, toNode }: FinalConnectionState) => {
      const state = store.getState()
      const flow = flowOf(state)
      if (!flow || !fromNode || !fromHandle) return
      const { clientX: x, clientY: y } =
        "changedTouches" in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
      const forward = fromHandle.type === "source"
      const other = toNode?.id ?? nodeUnder(x, y)
      if (other && other !== fromNode.parentId && other !== fromNode.id) {
        const [source, target] = forward ? [fromNode.id, other] : [other, fromNode.id]
        const link = edgeToLink({ source, target, sourceHandle: (forward ? fromHandle.id : toHandle?.id) ?? "out" })
        const reason = linkProblem(flow, link)
        if (reason) tell(reason)
        else state.edit({ kind: "addLink", flow: flow.key, link }, { label: `Link ${link.from} to ${link.to}` })
      } else if (forward && other !== fromNode.id) {
        const at = fromNode.parentId === undefined ? { at: screenToFlowPosition({ x, y: y - 30 }) } : {}
        state.ask({
          screen: { x, y },
          parent: null,
          after: { step: fromNode.id, outlet: fromHandle.id ?? "out" },
          ...at,
        })
      }
    },
    [store, screenToFlowPosition],
  )

  return { isValidConnection, onConnectEnd }
}

/** A link may end anywhere on a box, not only on its handle. The innermost box counts. */
function nodeUnder(x: number, y: number): string | null {
  const id = document.elementFromPoint(x, y)?.closest(".react-flow__node")?.getAttribute("data-id") ?? null
  return id !== null && isDrawing(id) ? null : id
}
