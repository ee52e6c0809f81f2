import { describe, expect, it } from "vitest"
import { grouped } from "./catalogue"
import { COMPONENTS } from "./fixtures"
import { type Move, moveOf, rowsOf, rowsOfGroups } from "./paletteRows"

const rows = rowsOfGroups(grouped(COMPONENTS), { Logic: true, Data: false })
const ids = rows.map(({ id }) => id)
const at = (id: string) => ids.indexOf(id)
const wherefrom = (key: string, id: string): Move | null => moveOf(key, rows, at(id))
const to = (id: string): Move => ({ kind: "to", row: at(id) })

describe("the rows of the palette", () => {
  it("lists what can be seen, each with its place among its like", () => {
    expect(ids).toEqual([
      "group Triggers",
      "webhook",
      "group Logic",
      "code",
      "branch.value",
      "loop",
      "loop.break",
      "group Data",
    ])
    expect(rows[at("loop")]).toMatchObject({ level: 2, place: 3, of: 4 })
    expect(rows[at("group Data")]).toMatchObject({ level: 1, place: 3, of: 3, open: false })
  })

  it("closes a connector's group until somebody opens it", () => {
    const [first] = COMPONENTS
    const groups = [{ name: "GitHub", folds: true, components: first ? [first] : [] }]
    expect(rowsOfGroups(groups, {})).toHaveLength(1)
    expect(rowsOfGroups(groups, { GitHub: true })).toHaveLength(2)
  })
})

describe("a key in the palette", () => {
  it.each<[string, string, Move | null]>([
    ["ArrowDown", "webhook", to("group Logic")],
    ["ArrowDown", "group Data", to("group Data")],
    ["ArrowUp", "webhook", to("group Triggers")],
    ["ArrowUp", "group Triggers", { kind: "search" }],
    ["Home", "loop", to("group Triggers")],
    ["End", "webhook", to("group Data")],
    ["PageDown", "loop", to("group Data")],
    ["PageUp", "loop", to("group Triggers")],
    ["ArrowLeft", "loop", to("group Logic")],
    ["ArrowLeft", "group Logic", { kind: "fold", group: "Logic", open: false }],
    ["ArrowLeft", "group Data", to("group Data")],
    ["ArrowRight", "group Data", { kind: "fold", group: "Data", open: true }],
    ["ArrowRight", "group Logic", to("code")],
    ["ArrowRight", "code", to("code")],
    ["Enter", "code", { kind: "take" }],
    [" ", "group Data", { kind: "fold", group: "Data", open: true }],
    ["f", "code", { kind: "search" }],
    ["é", "code", { kind: "search" }],
    ["Backspace", "code", { kind: "search" }],
    ["Tab", "code", null],
    ["/", "code", null],
    ["F2", "code", null],
  ])("%s on %s", (key, id, move) => {
    expect(wherefrom(key, id)).toEqual(move)
  })

  it("stays where it is among what a search found, which stands in no group", () => {
    expect(moveOf("ArrowLeft", rowsOf(COMPONENTS), 2)).toEqual({ kind: "to", row: 2 })
  })
})
