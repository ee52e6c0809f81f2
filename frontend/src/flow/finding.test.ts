import { describe, expect, it } from "vitest"
import type { Definition, Flow, Step } from "./definition"
import { findText } from "./finding"
import { chain, integration, loadIntegration } from "./fixtures"

const titles = { code: "Code", "http.request": "HTTP request", loop: "Loop" }
const places = (definition: Definition, text: string, first = "main") =>
  findText(definition, text, first, titles).map(({ flow, step, note, where }) => `${flow} ${step ?? note}: ${where}`)

const rich: Step = {
  id: "http_1",
  name: "Tell the warehouse",
  component: "http.request",
  notes: "Ask Ada before changing",
  inputs: {
    url: { template: "{{#Base URL}}/stock/{{webhook_1.results.body.data.sku}}" },
    headers: { object: { "x-shop": { reference: "webhook_1.results.headers.shop" } } },
    body: { value: { deep: [{ Warehouse: "north" }] } },
    credential: { credential: "erp" },
  },
}
const flow: Flow = { ...chain("a"), steps: [{ id: "loop_1", component: "loop", steps: [rich], links: [] }] }

describe("finding text", () => {
  it.each([
    ["the name", "tell the", ["main http_1: name"]],
    ["the label", "http_1", ["main http_1: label"]],
    ["the component's title", "http req", ["main http_1: component"]],
    ["a note", "ada", ["main http_1: note"]],
    ["a template", "/stock/", ["main http_1: input url"]],
    ["a key and a reference, once for each input", "shop", ["main http_1: input headers"]],
    ["a deep value beside the name", "warehouse", ["main http_1: name", "main http_1: input body"]],
    ["a credential", "erp", ["main http_1: input credential"]],
    ["nothing of nothing", "  ", []],
  ])("looks at %s", (_what, text, wanted) => {
    expect(places(integration(flow), text)).toEqual(wanted)
  })

  it("looks at notes on the canvas, after the steps", () => {
    const note = {
      id: "note_1",
      text: "Ada says:\nloop until noon",
      color: "yellow" as const,
      at: { x: 0, y: 0 },
      size: { width: 200, height: 80 },
    }
    const noted = { ...flow, annotations: { notes: [note] } }
    expect(places(integration(noted), "loop")).toEqual(["main loop_1: label", "main note_1: note on the canvas"])
    expect(findText(integration(noted), "noon", "main", titles)[0]?.excerpt).toBe("loop until noon")
  })

  it("begins with the flow that is open", () => {
    const two = integration(chain("a"), { ...chain("a"), key: "other", name: "Other" })
    expect(places(two, "a", "other")).toEqual(["other a: label", "main a: label"])
  })

  it("shows the line of the code, cut around the text", () => {
    const [match] = findText(loadIntegration("acme_erp"), "flowNamesMap[", "", titles)
    expect([match?.field, match?.excerpt]).toEqual(["code", expect.stringContaining("flowNamesMap[webhookType]")])
  })
})
