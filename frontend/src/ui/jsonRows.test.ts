import { expect, test } from "vitest"
import { NOTHING_TURNED, openAtFirst, PAGE, parentOf, type Row, rowsOf, turn } from "./jsonRows"

const ORDER = { customer: "A06DFFAC", lines: [{ item: "hat" }, { item: "pencil" }], "a/b~c": {}, note: null }

const shown = (value: unknown, levels: number, turned = NOTHING_TURNED) =>
  rowsOf(value, openAtFirst(value, levels), turned)
const told = (rows: Row[]) => rows.map(({ depth, name, kind }) => `${depth} ${name} ${kind}`)
const named = (rows: Row[], name: string | number) => rows.find((row) => row.name === name) as Row

test("so many levels are open, and what holds nothing cannot be turned", () => {
  expect(told(shown(ORDER, 2))).toEqual([
    "0 null open",
    "1 customer leaf",
    "1 lines open",
    "2 0 folded",
    "2 1 folded",
    "1 a/b~c leaf",
    "1 note leaf",
  ])
})

test("turning a line folds or opens it alone, by a path that odd names do not confuse", () => {
  const rows = shown(ORDER, 2)
  const folded = turn(NOTHING_TURNED, named(rows, "lines"))
  expect(told(shown(ORDER, 2, folded)).filter((line) => line.startsWith("2"))).toEqual([])
  const opened = turn(NOTHING_TURNED, named(rows, 1))
  expect(told(shown(ORDER, 2, opened)).filter((line) => line.startsWith("3"))).toEqual(["3 item leaf"])
  expect(named(rows, "a/b~c").path).toBe("/a~1b~0c")
  expect(turn(opened, named(rows, "note"))).toBe(opened)
})

test("a long list comes a page at a time", () => {
  const list = Array.from({ length: PAGE * 2 + 5 }, (_, index) => index)
  const rows = shown(list, 1)
  expect(rows).toHaveLength(1 + PAGE + 1)
  expect(rows.at(-1)).toMatchObject({ kind: "more", count: PAGE + 5 })
  const more = shown(list, 1, turn(NOTHING_TURNED, rows.at(-1) as Row))
  expect(more.at(-1)).toMatchObject({ kind: "more", count: 5, value: list })
  expect(shown(list, 1, turn(turn(NOTHING_TURNED, rows.at(-1) as Row), more.at(-1) as Row)).at(-1)?.value).toBe(204)
})

test("a large value draws few lines at first, however many levels are asked for", () => {
  const wide = Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => [[1]]))
  expect(shown(wide, 9).length).toBeLessThan(250)
  expect(shown(wide, 9).length).toBeGreaterThan(150)
})

test("the line above that a line belongs to", () => {
  const rows = shown(ORDER, 3)
  const at = rows.findIndex((row) => row.name === "item")
  expect([parentOf(rows, at), parentOf(rows, 0)].map((index) => rows[index]?.path)).toEqual(["/lines/0", ""])
})
