import { describe, expect, it } from "vitest"
import type { Input } from "./definition"
import { rewriteFlow, rewriteStep } from "./rewriting"

const rename = (id: string) => (id === "old" ? "fresh" : id)
const withInput = (name: string, input: Input) =>
  rewriteStep({ id: "s", component: "code", inputs: { [name]: input } }, rename)

describe("references", () => {
  it.each([
    ["old.results.body", "fresh.results.body", 1],
    ["old", "fresh", 1],
    ['old["odd key"]', 'fresh["odd key"]', 1],
    ["older.results", "older.results", 0],
    ["trigger.results.old", "trigger.results.old", 0],
    ["$.steps.old.results", "$.steps.fresh.results", 1],
    ["$['steps']['old'].x", "$['steps']['fresh'].x", 1],
    ["$.config.old", "$.config.old", 0],
  ])("%s becomes %s", (before, wanted, count) => {
    const { result, count: counted } = withInput("data", { reference: before })
    expect(result.inputs?.data).toEqual({ reference: wanted })
    expect(counted).toBe(count)
  })
})

describe("templates", () => {
  it("rewrites placeholders and leaves text and config variables alone", () => {
    const template = "old {{old.results.x}} and {{ old.currentItem }} in {{#old}}"
    const { result, count } = withInput("message", { template })
    expect(result.inputs?.message).toEqual({
      template: "old {{fresh.results.x}} and {{ fresh.currentItem }} in {{#old}}",
    })
    expect(count).toBe(2)
  })
})

describe("code", () => {
  it.each([
    ["stepResults.old.results.x", "stepResults.fresh.results.x", "member"],
    ["stepResults?.old", "stepResults?.fresh", "optional member"],
    ["stepResults['old']", "stepResults['fresh']", "quoted member"],
    [
      "const { old, other } = stepResults;",
      "const { fresh: old, other } = stepResults;",
      "unpacked, the variable stays",
    ],
    ["const { old: mine } = stepResults;", "const { fresh: mine } = stepResults;", "unpacked under another name"],
    ["const { old } = stepResults.trigger;", "const { old } = stepResults.trigger;", "a field of something else"],
    ["other.stepResults.old", "other.stepResults.old", "a property of the same name"],
    ["const old = 1; old.x", "const old = 1; old.x", "a variable of the same name"],
  ])("%s becomes %s (%s)", (before, wanted) => {
    expect(withInput("code", { value: before }).result.inputs?.code).toEqual({ value: wanted })
  })

  it("knows the author's own name for the results", () => {
    const code = "module.exports = async ({ logger, configVars }, results) => ({ data: results.old.results })"
    expect(withInput("code", { value: code }).result.inputs?.code).toEqual({
      value: code.replace("results.old", "results.fresh"),
    })
  })

  it("never scans a literal that is not code", () => {
    expect(withInput("message", { value: "stepResults.old {{old.results}}" }).count).toBe(0)
  })
})

it("rewrites inside lists, objects, containers and the duplicate rule", () => {
  const reference = { reference: "old.results" }
  const flow = {
    key: "f",
    name: "F",
    links: [],
    policy: { dedupe: { id: reference } },
    steps: [
      { id: "a", component: "map", inputs: { x: { list: [{ object: { y: reference } }] } } },
      { id: "l", component: "loop", steps: [{ id: "b", component: "log", inputs: { m: reference } }] },
    ],
  }
  const { result, count } = rewriteFlow(flow, rename)
  expect(count).toBe(3)
  expect(JSON.stringify(result)).not.toContain("old")
})

describe("code that unpacks", () => {
  it.each([
    ["const { old: { results } } = stepResults;", "const { fresh: { results } } = stepResults;"],
    ["const { old = {}, ...rest } = stepResults ?? {};", "const { fresh: old = {}, ...rest } = stepResults ?? {};"],
    [
      "module.exports = async (context, { old, other }) => ({ data: old.results })",
      "module.exports = async (context, { fresh: old, other }) => ({ data: old.results })",
    ],
  ])("%s becomes %s", (before, wanted) => {
    expect(withInput("code", { value: before }).result.inputs?.code).toEqual({ value: wanted })
  })
})

it("follows queries inside the filter of a query", () => {
  const query = "$.steps.a.results[?@.id == $.steps.old.results.id]"
  expect(withInput("data", { reference: query }).result.inputs?.data).toEqual({
    reference: query.replace("old", "fresh"),
  })
})
