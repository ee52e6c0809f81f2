import { expect, it } from "vitest"
import type { Flow, Link } from "./definition"
import { integration } from "./fixtures"
import { apply, type Operation } from "./operations"

const cases = (...names: string[]) => ({ list: names.map((name) => ({ object: { name: { value: name } } })) })

const branch: Flow = {
  key: "main",
  name: "Main",
  steps: [
    { id: "b", component: "branch.value", onError: "branch", inputs: { cases: cases("paid", "open") } },
    ...["x", "y", "z", "e"].map((id) => ({ id, component: "log" })),
  ],
  links: [
    { from: "b", to: "x", outlet: "paid" },
    { from: "b", to: "y", outlet: "open" },
    { from: "b", to: "z", outlet: "else" },
    { from: "b", to: "e", outlet: "error" },
  ],
}

const name = (...names: string[]): Operation => ({
  kind: "setInput",
  flow: "main",
  step: "b",
  name: "cases",
  input: cases(...names),
})

function outletsAfter(...operations: Operation[]): Record<string, string | undefined> {
  const [flow] = operations.reduce(apply, integration(branch)).flows
  return Object.fromEntries((flow?.links ?? []).map(({ to, outlet }: Link) => [to, outlet]))
}

it.each<[string, Operation[], Record<string, string>]>([
  ["follows a case that is renamed", [name("paid", "late")], { x: "paid", y: "late", z: "else", e: "error" }],
  [
    "waits while a name is emptied and typed anew",
    [name("paid", ""), name("paid", "l"), name("paid", "la")],
    { x: "paid", y: "la", z: "else", e: "error" },
  ],
  [
    "waits while a name is the same as another's",
    [name("paid", "paid"), name("paid", "paid late")],
    { x: "paid", y: "paid late", z: "else", e: "error" },
  ],
  ["goes with its case", [name("paid")], { x: "paid", z: "else", e: "error" }],
  [
    "is not taken over by a case added later",
    [name("paid"), name("paid", "new")],
    { x: "paid", z: "else", e: "error" },
  ],
  ["stays when cases change places", [name("open", "paid")], { x: "paid", y: "open", z: "else", e: "error" }],
  [
    "never moves to a name that another case has",
    [name("paid", "paid")],
    { x: "paid", y: "open", z: "else", e: "error" },
  ],
  [
    "goes with the error outlet",
    [{ kind: "setStepField", flow: "main", step: "b", field: "onError", value: "fail" }],
    { x: "paid", y: "open", z: "else" },
  ],
])("a link %s", (_what, operations, wanted) => {
  expect(outletsAfter(...operations)).toEqual(wanted)
})
