import { expect, it } from "vitest"
import { openLevels } from "./weight"

it.each([
  ["nothing", null, 1],
  ["a text", "x", 1],
  ["an empty object", {}, 1],
  ["something small and flat", { a: 1, b: 2 }, 2],
  ["something deep", { a: { b: { c: { d: {} } } } }, 3],
  ["a long list", Array.from({ length: 10_000 }, (_, n) => n), 0],
  ["a long list further in", { items: Array.from({ length: 10_000 }, (_, n) => ({ n })) }, 1],
])("unfolds %s no further than draws at once", (_remark, value, levels) => {
  expect(openLevels(value)).toBe(levels)
})
