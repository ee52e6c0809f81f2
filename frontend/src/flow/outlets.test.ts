import { expect, it } from "vitest"
import type { Step } from "./definition"
import { outletsOf } from "./outlets"

const cases = { list: [{ object: { name: { value: "paid" } } }, { object: { name: { value: "open" } } }] }

it.each<[string, Step, string[]]>([
  ["any step", { id: "a", component: "code" }, ["out"]],
  ["a step that handles its own error", { id: "a", component: "code", onError: "branch" }, ["out", "error"]],
  ["a branch", { id: "a", component: "branch.value", inputs: { cases } }, ["paid", "open", "else"]],
  [
    "a branch as one literal",
    { id: "a", component: "branch.expression", inputs: { branches: { value: [{ name: "big" }] } } },
    ["big", "else"],
  ],
  [
    "a branch being typed",
    { id: "a", component: "branch.value", inputs: { cases: { value: [{}, { name: "" }, null] } } },
    ["else"],
  ],
  ["a branch without cases", { id: "a", component: "branch.value" }, ["else"]],
])("%s has its outlets", (_what, step, wanted) => {
  expect(outletsOf(step)).toEqual(wanted)
})
