import { describe, expect, it } from "vitest"
import type { Problem } from "../flow/definition"
import { chain, integration } from "../flow/fixtures"
import { openEditor } from "./fixtures"

const two = () => openEditor(integration(chain("a", "b", "c"), { ...chain("x"), key: "other", name: "Other" }))
const problem = (flow: string, step: string): Problem => ({
  code: "c",
  message: "m",
  severity: "error",
  flow,
  step,
  field: null,
})

describe("the open draft", () => {
  it("keeps nodes that did not change the same objects", () => {
    const store = two()
    const before = store.getState().nodes
    store
      .getState()
      .edit({ kind: "setStepField", flow: "main", step: "a", field: "notes", value: "x" }, { label: "Note" })
    expect(store.getState().nodes[0]).toBe(before[0])
    store.getState().edit({ kind: "moveSteps", flow: "main", positions: { b: { x: 1, y: 1 } } }, { label: "Move" })
    expect(store.getState().nodes[0]).toBe(before[0])
    expect(store.getState().nodes[1]?.position).toEqual({ x: 1, y: 1 })
  })

  it("makes one undo entry of a drag, however many places it passed", () => {
    const store = two()
    for (const x of [10, 20, 30]) {
      store.getState().onNodesChange([{ id: "a", type: "position", position: { x, y: 0 }, dragging: true }])
    }
    store.getState().dropNodes(new Set(["a"]))
    expect(store.getState().history.past).toHaveLength(1)
    store.getState().undo()
    expect(store.getState().nodes[0]?.position).toEqual({ x: 0, y: 0 })
  })

  it("records nothing when a step is put back where it was", () => {
    const store = two()
    store.getState().dropNodes(new Set(["a"]))
    expect(store.getState().history.past).toHaveLength(0)
  })

  it("shows what an undo changed, in its flow", () => {
    const store = two()
    store.getState().edit({ kind: "removeSteps", flow: "main", ids: ["b"] }, { label: "Delete", select: [] })
    store
      .getState()
      .edit(
        { kind: "setStepField", flow: "main", step: "c", field: "name", value: "C" },
        { label: "Name", select: ["c"] },
      )
    store.getState().openFlow("other")
    store.getState().undo()
    expect([store.getState().flowKey, store.getState().flight?.steps]).toEqual(["main", ["c"]])
  })

  it("lists problems by step of the flow that is open", () => {
    const store = two()
    store.getState().setProblems([problem("main", "a"), problem("main", "a"), problem("other", "x")])
    expect(store.getState().stepProblems.a).toHaveLength(2)
    store.getState().openFlow("other")
    expect(Object.keys(store.getState().stepProblems)).toEqual(["x"])
  })

  it("forgets a selection that was removed", () => {
    const store = two()
    store.getState().select(["a", "b"])
    store.getState().edit({ kind: "removeSteps", flow: "main", ids: ["b"] }, { label: "Delete" })
    expect(store.getState().selected).toEqual(["a"])
  })

  it("opens another flow when the open one is deleted", () => {
    const store = two()
    store.getState().edit({ kind: "removeFlow", flow: "main" }, { label: "Delete" })
    expect([store.getState().flowKey, store.getState().nodes.map((node) => node.id)]).toEqual(["other", ["x"]])
  })

  it("never lets React Flow remove a node behind the document's back", () => {
    const store = two()
    store.getState().onNodesChange([{ id: "a", type: "remove" }])
    expect(store.getState().nodes).toHaveLength(3)
  })

  it("lets a loop grow while a step inside it is dragged", () => {
    const loop = { id: "loop_1", component: "loop", steps: chain("in").steps, links: [] }
    const store = openEditor(
      integration({ ...chain("a"), steps: [loop], layout: { loop_1: { x: 0, y: 0 }, in: { x: 40, y: 60 } } }),
    )
    const roomAtTheRight = () => {
      const [box, inner] = store.getState().nodes
      return (box?.width ?? 0) - (inner?.position.x ?? 0) - (inner?.width ?? 0)
    }
    const before = roomAtTheRight()
    store.getState().onNodesChange([{ id: "in", type: "position", position: { x: 540, y: 60 }, dragging: true }])
    expect([store.getState().nodes[1]?.position.x, roomAtTheRight()]).toEqual([540, before])
  })

  it("draws a step that left its loop without a parent", () => {
    const loop = { id: "loop_1", component: "loop", steps: chain("in").steps, links: [] }
    const store = openEditor(integration({ ...chain("a"), steps: [loop] }))
    const operation = { kind: "reparent" as const, flow: "main", ids: ["in"], parent: null, positions: {} }
    store.getState().edit(operation, { label: "Take out" })
    const node = store.getState().nodes.find((each) => each.id === "in")
    expect([node?.parentId, node?.extent]).toEqual([undefined, undefined])
  })

  it("refuses edits when it is read only", () => {
    const store = openEditor(integration(chain("a")))
    store.setState({ readOnly: true })
    expect(store.getState().edit({ kind: "removeSteps", flow: "main", ids: ["a"] }, { label: "Delete" })).toBe(false)
  })

  it("tells screen readers what a step is, where it stands and where it leads", () => {
    expect(two().getState().nodes[0]?.ariaLabel).toBe("Code, 1 of 3, 1 outgoing")
  })
})
