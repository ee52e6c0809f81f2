import { describe, expect, it } from "vitest"
import { canRedo, canUndo, type Entry, record, redo, startHistory, undo } from "./history"

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
