import { describe, expect, it } from "vitest"
import type { Annotations } from "../flow/definition"
import { chain, integration } from "../flow/fixtures"
import { openEditor } from "./fixtures"
import { documentOf, selectedLinks } from "./store"

const NOTE = { id: "note_1", text: "Ask first", at: { x: 0, y: -200 }, size: { width: 240, height: 120 } }
const drawn = (annotations: Annotations) => openEditor(integration({ ...chain("a", "b", "c", "d"), annotations }))
const group = (collapsed = false) => ({ groups: [{ id: "group_1", title: "Intake", steps: ["b", "c"], collapsed }] })
const layoutOf = (store: ReturnType<typeof drawn>) => documentOf(store.getState()).flows[0]?.layout

describe("notes and frames", () => {
  it("leave every step's node the same object when they change", () => {
    const store = drawn({ ...group(), notes: [NOTE] })
    const before = store.getState().nodes
    store.getState().edit({ kind: "setNote", flow: "main", note: "note_1", change: { text: "x" } }, { label: "Write" })
    store
      .getState()
      .edit({ kind: "setGroup", flow: "main", group: "group_1", change: { title: "y" } }, { label: "Rename" })
    expect(store.getState().nodes.every((node, at) => node === before[at])).toBe(true)
  })

  it("a frame that is dragged takes its steps along, in one undo entry", () => {
    const store = drawn(group())
    const frame = store.getState().drawings[0]
    if (!frame) throw new Error("no frame")
    for (const by of [8, 16, 24]) {
      const position = { x: frame.position.x, y: frame.position.y + by }
      store.getState().onNodesChange([{ id: frame.id, type: "position", position, dragging: true }])
    }
    expect(store.getState().drawings[0]?.position.y).toBe(frame.position.y + 24)
    store.getState().dropNodes(new Set([frame.id]))
    expect([layoutOf(store)?.a?.y, layoutOf(store)?.b?.y, layoutOf(store)?.c?.y]).toEqual([0, 24, 24])
    expect(store.getState().history.past).toHaveLength(1)
    expect(store.getState().selected).toEqual(["b", "c"])
  })

  it("a frame follows a step of it while that is dragged", () => {
    const store = drawn(group())
    const before = store.getState().drawings[0]
    store.getState().onNodesChange([{ id: "c", type: "position", position: { x: 900, y: 0 }, dragging: true }])
    expect((store.getState().drawings[0]?.width ?? 0) - (before?.width ?? 0)).toBe(900 - 640)
  })
})

describe("a collapsed group", () => {
  it("hides its steps and the links among them; the others end at its box and still name their steps", () => {
    const { nodes, edges } = drawn(group(true)).getState()
    expect(nodes.filter((node) => !node.hidden).map((node) => node.id)).toEqual(["a", "d"])
    expect(edges.map(({ source, target, hidden = false }) => [source, target, hidden])).toEqual([
      ["a", "group:group_1", false],
      ["group:group_1", "group:group_1", true],
      ["group:group_1", "d", false],
    ])
    const store = drawn(group(true))
    store.getState().selectEdge(store.getState().edges[2]?.id ?? "")
    expect(selectedLinks(store.getState())).toEqual([{ from: "c", to: "d" }])
  })

  it("gives everything back when it is expanded", () => {
    const store = drawn(group(true))
    store
      .getState()
      .edit({ kind: "setGroup", flow: "main", group: "group_1", change: { collapsed: false } }, { label: "Expand" })
    expect(store.getState().nodes.some((node) => node.hidden)).toBe(false)
    expect(store.getState().edges.map(({ source, target }) => `${source}${target}`)).toEqual(["ab", "bc", "cd"])
    expect(store.getState().edges.some((edge) => edge.hidden)).toBe(false)
  })
})

describe("undo", () => {
  it("selects and shows what it brought back, and what had another label", () => {
    const store = drawn({ notes: [NOTE] })
    store.getState().select(["b"], ["note_1"])
    const operations = [
      { kind: "removeSteps" as const, flow: "main", ids: ["b"] },
      { kind: "removeNotes" as const, flow: "main", ids: ["note_1"] },
    ]
    store.getState().edit({ kind: "batch", operations }, { label: "Delete", select: [] })
    store.getState().undo()
    expect([store.getState().selected, store.getState().selectedNotes]).toEqual([["b"], ["note_1"]])
    expect(store.getState().flight?.steps).toEqual(["b", "note:note_1"])
    store.getState().select(["b"])
    store
      .getState()
      .edit({ kind: "renameStep", flow: "main", step: "b", id: "bee" }, { label: "Rename b", select: ["bee"] })
    store.getState().undo()
    expect(store.getState().flight?.steps).toEqual(["b"])
  })

  it("goes to any moment at once, back and forth", () => {
    const store = drawn({})
    for (const id of ["x", "y", "z"])
      store
        .getState()
        .edit({ kind: "renameStep", flow: "main", step: id === "x" ? "a" : id === "y" ? "x" : "y", id }, { label: id })
    store.getState().travelBy(-3)
    expect(documentOf(store.getState()).flows[0]?.steps[0]?.id).toBe("a")
    store.getState().travelBy(2)
    expect(documentOf(store.getState()).flows[0]?.steps[0]?.id).toBe("y")
  })
})
