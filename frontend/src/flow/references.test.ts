import { describe, expect, it } from "vitest"
import type { Flow } from "./definition"
import { chain, loadIntegration } from "./fixtures"
import { memberPath } from "./lookup"
import { pickerTree, searchTree, sourcesFor } from "./references"

const ids = (flow: Flow, step: string) => sourcesFor(flow, step).map((source) => source.step.id)

describe("what a step may refer to", () => {
  it("is what comes before it, in flow order", () => {
    expect(ids(chain("a", "b", "c", "d"), "c")).toEqual(["a", "b"])
  })

  it("is nothing of a parallel path", () => {
    const flow = {
      ...chain("a", "b", "c"),
      links: [
        { from: "a", to: "b" },
        { from: "a", to: "c" },
      ],
    }
    expect(ids(flow, "c")).toEqual(["a"])
  })

  it("is, inside a loop, also what comes before the loop and the loop's item", () => {
    const flow = loadIntegration("acme_erp").flows[0] as Flow
    expect(sourcesFor(flow, "log_1").map(({ step, kind }) => [step.id, kind])).toEqual([
      ["webhook_1", "earlier"],
      ["code_1", "earlier"],
      ["loop_1", "loop"],
    ])
  })
})

describe("the picker's tree", () => {
  const sample = { headers: { "X-Acme-Id": "7" }, items: [{ id: 1 }], "odd key": true }
  const tree = pickerTree("webhook_1.results", "results", sample)

  it("gives each line the reference it inserts", () => {
    expect(tree.children().map((node) => [node.path, node.type])).toEqual([
      ["webhook_1.results.headers", "object"],
      ["webhook_1.results.items", "list"],
      ['webhook_1.results["odd key"]', "boolean"],
    ])
    expect(tree.children()[1]?.children()[0]?.children()[0]?.path).toBe("webhook_1.results.items[0].id")
  })

  it("is searched by path and by value", () => {
    expect(searchTree(tree, "acme").map((node) => node.path)).toEqual(["webhook_1.results.headers.X-Acme-Id"])
    expect(searchTree(tree, "items id").map((node) => node.path)).toEqual(["webhook_1.results.items[0].id"])
  })

  it.each([
    ["name", "a.name"],
    ["with-dash", "a.with-dash"],
    ['q"uote', 'a["q\\"uote"]'],
    [3, "a[3]"],
  ])("writes the member %j as %s", (key, wanted) => {
    expect(memberPath("a", key)).toBe(wanted)
  })
})
