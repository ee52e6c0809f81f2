import { describe, expect, it } from "vitest"
import { canRedo, canUndo, type Entry, jump, momentsOf, record, redo, startHistory, undo } from "./history"

const entry = (document: string): Entry<string> => ({ document, label: document, focus: { flow: "main", steps: [] } })

describe("undo", () => {
  it("goes back and forth", () => {
    const edited = record(record(startHistory("a"), entry("b"), 0), entry("c"), 1)
    expect(undo(edited).present.document).toBe("b")
    expect(undo(undo(edited)).present.document).toBe("a")
    expect(redo(undo(edited)).present.document).toBe("c")
  })

  it("makes one entry of a burst of typing", () => {
    let history = startHistory("")
    for (const [at, text] of ["h", "he", "hey"].entries()) history = record(history, entry(text), at * 200, "name of a")
    expect(undo(history).present.document).toBe("")
  })

  it.each([
    ["the pause was long", "name of a", 5000],
    ["another field was typed in", "name of b", 100],
    ["the edit is no typing", null, 100],
  ])("begins a new entry when %s", (_why, burst, at) => {
    const history = record(record(startHistory(""), entry("h"), 0, "name of a"), entry("he"), at, burst)
    expect(undo(history).present.document).toBe("h")
  })

  it("does not glue typing to what was undone in between", () => {
    const typed = record(startHistory(""), entry("h"), 0, "name")
    const again = record(redo(undo(typed)), entry("he"), 100, "name")
    expect(undo(again).present.document).toBe("h")
  })

  it("drops what could be redone once something else is done", () => {
    const history = record(undo(record(startHistory("a"), entry("b"), 0)), entry("c"), 1)
    expect(canRedo(history)).toBe(false)
  })

  it("ignores an edit that changed nothing", () => {
    expect(canUndo(record(startHistory("a"), entry("a"), 0))).toBe(false)
  })
})

describe("the list of moments", () => {
  const labelled = ["Add a", "Rename a", "Move"].reduce(
    (history, label, at) => record(history, { document: at + 1, label, focus: { flow: null, steps: [] } }, at * 5000),
    startHistory(0),
  )

  it("names what led to each, the newest first, and where now is", () => {
    expect(momentsOf(undo(labelled))).toEqual([
      { label: "Move", by: 1 },
      { label: "Rename a", by: 0 },
      { label: "Add a", by: -1 },
      { label: "", by: -2 },
    ])
  })

  it.each([-3, -1, 0])("goes to the moment it names, and back (%i)", (by) => {
    const there = jump(labelled, by)
    expect(there.present.document).toBe(3 + by)
    expect(jump(there, -by).present.document).toBe(3)
  })
})
