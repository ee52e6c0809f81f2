import { expect, it } from "vitest"
import type { Definition, Problem } from "../flow/definition"
import { chain, integration } from "../flow/fixtures"
import { nextStep } from "./nextStep"

const problem = (code: string, flow: string | null = null): Problem => ({
  ...{ code, flow, message: "", severity: "error", step: null, field: null },
})
const empty = { ...chain(), name: "Orders" }

it.each<[string, Definition, Problem[], string | null]>([
  ["nothing is drawn", integration(), [problem("flow_missing")], "Next: add a flow"],
  ["the only flow is empty", integration(empty), [problem("trigger_missing", "main")], "Next: add a trigger"],
  [
    "one of two flows is empty",
    integration({ ...chain("a"), key: "other" }, empty),
    [problem("trigger_missing", "main")],
    "Next: add a trigger to Orders",
  ],
  ["a flow with steps has no trigger", integration(chain("a")), [problem("trigger_missing", "main")], null],
  ["something else is wrong too", integration(), [problem("flow_missing"), problem("name_missing")], null],
  ["nothing is wrong", integration(chain("a")), [], null],
])("when %s", (_when, definition, problems, said) => {
  expect(nextStep(definition, problems)).toBe(said)
})
