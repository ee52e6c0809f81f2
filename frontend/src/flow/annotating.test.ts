import { describe, expect, it } from "vitest"
import { annotationsOf } from "./annotating"
import { copySteps, pasteClip } from "./clipboard"
import type { Flow, Group, Note } from "./definition"
import { chain, integration } from "./fixtures"
import { apply, type Operation } from "./operations"

const note: Note = { id: "note_1", text: "Ask first", at: { x: 0, y: -200 }, size: { width: 240, height: 120 } }
const group: Group = { id: "group_1", title: "Intake", steps: ["a", "b"] }
const drawn: Flow = { ...chain("a", "b", "c"), annotations: { notes: [note], groups: [group] } }
const edited = (flow: Flow, ...operations: Operation[]): Flow =>
  apply(integration(flow), { kind: "batch", operations }).flows[0] as Flow
const groupsAfter = (...operations: Operation[]) => annotationsOf(edited(drawn, ...operations)).groups

describe("groups", () => {
  it("lose the steps that are deleted, and go with the last", () => {
    expect(groupsAfter({ kind: "removeSteps", flow: "main", ids: ["a"] })[0]?.steps).toEqual(["b"])
    expect(edited(drawn, { kind: "removeSteps", flow: "main", ids: ["a", "b"] }).annotations).toEqual({ notes: [note] })
  })

  it("follow a step to its new label", () => {
    expect(groupsAfter({ kind: "renameStep", flow: "main", step: "a", id: "first" })[0]?.steps).toEqual(["first", "b"])
  })

  it("take in a step that is spliced between two of theirs, and no other", () => {
    const step = { id: "log_1", component: "log" }
    const splice = (from: string, to: string): Operation => ({
      kind: "insertOnLink",
      flow: "main",
      link: { from, to },
      step,
    })
    expect(groupsAfter(splice("a", "b"))[0]?.steps).toEqual(["a", "b", "log_1"])
    expect(groupsAfter(splice("b", "c"))[0]?.steps).toEqual(["a", "b"])
  })

  it("never share a step: the last that takes it has it", () => {
    const other: Group = { id: "group_2", steps: ["b", "c", "nobody"] }
    expect(groupsAfter({ kind: "addGroup", flow: "main", group: other }).map(({ steps }) => steps)).toEqual([
      ["a"],
      ["b", "c"],
    ])
    expect(groupsAfter({ kind: "addGroup", flow: "main", group: { ...other, steps: ["a", "b"] } })).toHaveLength(1)
  })

  it("let a step go that moves into a loop", () => {
    const loop = { id: "loop_1", component: "loop", steps: [], links: [] }
    const flow = { ...drawn, steps: [...drawn.steps, loop] }
    const after = edited(flow, { kind: "reparent", flow: "main", ids: ["a"], parent: "loop_1", positions: {} })
    expect(annotationsOf(after).groups[0]?.steps).toEqual(["b"])
  })
})

describe("copies", () => {
  it("bring notes along where they stood beside the steps, and groups whose steps all came", () => {
    const clip = copySteps(drawn, new Set(["a", "b"]), new Set(["note_1"]))
    const { notes, groups } = annotationsOf(pasteClip(drawn, null, clip, { x: 1000, y: 0 }))
    expect(notes[1]).toEqual({ ...note, id: "note_2", at: { x: 1000, y: 0 } })
    expect(groups[1]).toEqual({ ...group, id: "group_2", steps: ["a_1", "b_1"] })
  })

  it("leave a group behind of which only a part was chosen", () => {
    expect(copySteps(drawn, new Set(["a", "c"])).annotations).toBeUndefined()
  })
})

it("says nothing changed when a note is set to what it is", () => {
  const document = integration(drawn)
  expect(apply(document, { kind: "setNote", flow: "main", note: "note_1", change: { text: note.text } })).toBe(document)
})
