/** Connects the key table to what it does. Nothing fires while somebody types. */
import { useReactFlow } from "@xyflow/react"
import { useEffect, useRef } from "react"
import { type Graph, parentOf } from "../flow/definition"
import { downstream, upstream } from "../flow/graph"
import { tell } from "../ui/Problem"
import { afterSelection, graphOf } from "./adding"
import { FIT } from "./canvas/useFlights"
import { type CommandName, commandFor, isTyping } from "./keys"
import { type EditorState, flowOf, useEditorStore } from "./store"
import { type Commands, copied, useCommands } from "./useCommands"
import { type Direction, neighbour } from "./walking"

export interface PageCommands {
  test: () => void
  publish: () => void
  save: () => void
  help: () => void
}

/** These also work while typing: they concern the page, not the text. */
const ALWAYS: ReadonlySet<CommandName> = new Set(["test", "save"])

export function useShortcuts(page: PageCommands): void {
  const store = useEditorStore()
  const commands = useCommands()
  const view = useReactFlow()
  const latest = useRef({ page, commands })
  latest.current = { page, commands }

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandFor(event)
      if (!command || event.defaultPrevented || isElsewhere(event, command)) return
      const state = store.getState()
      if (run(command, event, state, latest.current, view) !== false) event.preventDefault()
    }
    const onCopy = (event: ClipboardEvent) => {
      const text = isTyping(event.target) || hasTextSelected() ? null : copied(store.getState())
      if (text === null) return
      event.clipboardData?.setData("text/plain", text)
      event.preventDefault()
      if (event.type === "cut") latest.current.commands.remove()
    }
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return
      const text = event.clipboardData?.getData("text/plain") ?? ""
      if (latest.current.commands.paste(text)) event.preventDefault()
      else if (text.trim().startsWith("{")) tell("This text holds no steps, so nothing was pasted.")
    }
    const cleanUp = new AbortController()
    const { signal } = cleanUp
    window.addEventListener("keydown", onKeyDown, { signal })
    document.addEventListener("copy", onCopy, { signal })
    document.addEventListener("cut", onCopy, { signal })
    document.addEventListener("paste", onPaste, { signal })
    return () => cleanUp.abort()
  }, [store, view])
}

/** A dialog, a menu or a text field has the keyboard; or a button that the key itself would press. */
function isElsewhere(event: KeyboardEvent, command: CommandName): boolean {
  if (document.querySelector("[role=dialog][aria-modal=true], [role=menu]")) return true
  if (isTyping(event.target)) return !ALWAYS.has(command)
  const onControl =
    event.target instanceof Element && event.target.closest("button, a, [role=tab], [role=option]") !== null
  const plain = !event.ctrlKey && !event.metaKey
  return onControl && plain && (event.key === "Enter" || event.key === "Tab" || event.key.startsWith("Arrow"))
}

const hasTextSelected = (): boolean => (window.getSelection()?.toString() ?? "") !== ""

type View = ReturnType<typeof useReactFlow>

/** `false` leaves the key to the browser. */
function run(
  command: CommandName,
  event: KeyboardEvent,
  state: EditorState,
  { page, commands }: { page: PageCommands; commands: Commands },
  view: View,
): boolean | undefined {
  switch (command) {
    case "add":
      return askForStep(event, state)
    case "open":
      return (
        state.selected.length === 1 &&
        focusIn("[data-testid=inspector]", "[aria-label=Inputs] input, [aria-label=Inputs] textarea, input")
      )
    case "rename":
      return state.selected.length === 1 && focusIn("[data-testid=inspector]", "#step-label")
    case "remove":
      return void commands.remove()
    case "undo":
      return void state.undo()
    case "redo":
      return void state.redo()
    case "duplicate":
      return void commands.duplicate()
    case "selectAll":
      return void commands.selectAll()
    case "selectNone":
      return void (state.adding ? state.ask(null) : state.select([]))
    case "disable":
      return void commands.toggleDisabled()
    case "walk":
      return walk(state, event.key as Direction)
    case "nudge":
      return nudge(state, event.key as Direction)
    case "upstream":
    case "downstream":
      return selectReach(state, command)
    case "zoomIn":
      return void view.zoomIn()
    case "zoomOut":
      return void view.zoomOut()
    case "zoomFull":
      return void view.zoomTo(1)
    case "fit":
      return void view.fitView(FIT)
    case "fitSelection":
      return void view.fitView({ ...FIT, nodes: state.selected.map((id) => ({ id })) })
    case "find":
      return focusIn("[aria-label=Components]", "input")
    case "test":
      return void page.test()
    case "publish":
      return void page.publish()
    case "save":
      return void page.save()
    case "help":
      return void page.help()
  }
}

function focusIn(place: string, target: string): boolean {
  const field = document.querySelector(place)?.querySelector<HTMLElement>(target)
  field?.focus()
  if (field instanceof HTMLInputElement) field.select()
  return field !== null && field !== undefined
}

/** Tab stays Tab unless a step is selected: keyboards must be able to leave the canvas. */
function askForStep(event: KeyboardEvent, state: EditorState): boolean {
  const [id] = state.selected
  if (event.key === "Tab" && (state.selected.length !== 1 || !isOnCanvas(event.target))) return false
  const node = id === undefined ? null : document.querySelector(`[data-testid="step-${CSS.escape(id)}"]`)
  const box = node?.getBoundingClientRect() ?? document.querySelector(".react-flow")?.getBoundingClientRect()
  const screen =
    node && box
      ? { x: box.right + 12, y: box.top }
      : { x: (box?.left ?? 0) + (box?.width ?? 0) / 3, y: (box?.top ?? 0) + (box?.height ?? 0) / 3 }
  const flow = flowOf(state)
  const after = flow && afterSelection(flow, state.selected)
  state.ask({ screen, parent: null, ...(after && { after }) })
  return true
}

const isOnCanvas = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.closest(".react-flow") !== null)

function walk(state: EditorState, direction: Direction): boolean {
  const [from] = state.selected
  const next = from === undefined ? state.nodes[0]?.id : neighbour(state.nodes, state.edges, from, direction)
  if (!next) return state.nodes.length > 0
  state.select([next])
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next)}"]`)
    ?.focus({ preventScroll: true })
  return true
}

const NUDGE = 16

function nudge(state: EditorState, direction: Direction): boolean {
  const chosen = state.nodes.filter((node) => state.selected.includes(node.id))
  if (chosen.length === 0) return false
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction]
  const positions = Object.fromEntries(
    chosen.map(({ id, position }) => [id, { x: position.x + (dx ?? 0) * NUDGE, y: position.y + (dy ?? 0) * NUDGE }]),
  )
  state.edit(
    { kind: "moveSteps", flow: state.flowKey, positions },
    { label: "Move", burst: `nudge ${state.selected.join()}` },
  )
  return true
}

function selectReach(state: EditorState, direction: "upstream" | "downstream"): boolean {
  const flow = flowOf(state)
  const [id] = state.selected
  if (!flow || id === undefined) return false
  const graph: Graph = graphOf(flow, parentOf(flow, id)?.id ?? null)
  const reached = direction === "downstream" ? downstream(graph, id) : upstream(graph, id)
  state.select([...new Set([id, ...reached])])
  return true
}
