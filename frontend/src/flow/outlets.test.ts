import { expect, it } from "vitest"
import type { Input, Step } from "./definition"
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

it.each<[string, Input | undefined, string[]]>([
  ["names", { value: ["Notification", "", "Subscribe", "Notification"] }, ["Notification", "Subscribe"]],
  ["a list of inputs", { list: [{ value: "A" }, { reference: "x.results" }] }, ["A"]],
  ["an empty list", { value: [] }, ["out"]],
  ["nothing", undefined, ["out"]],
])("a placeholder given %s has its ways out", (_what, outlets, wanted) => {
  expect(outletsOf({ id: "p", component: "placeholder", inputs: outlets ? { outlets } : {} })).toEqual(wanted)
})
