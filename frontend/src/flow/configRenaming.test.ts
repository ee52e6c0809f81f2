import { describe, expect, it } from "vitest"
import { renameVariable, variableNameProblem } from "./configRenaming"
import type { ConfigVariable, Definition, Input } from "./definition"
import { apply } from "./operations"

const REGION: ConfigVariable = { key: "region", name: "Region of shop" }
const document = (inputs: Record<string, Input>, more: Partial<Definition> = {}): Definition => ({
  name: "A",
  key: "a",
  configVariables: [REGION, { key: "limit", name: "Limit" }],
  flows: [{ key: "f", name: "F", steps: [{ id: "s", component: "code", inputs }], links: [] }],
  ...more,
})
const inputsOf = (definition: Definition) => definition.flows[0]?.steps[0]?.inputs
const renamed = (inputs: Record<string, Input>, to: { name?: string; key?: string }) => {
  const { document: after, references } = renameVariable(document(inputs), "region", to)
  return { inputs: inputsOf(after), references }
}

describe("inputs", () => {
  it.each([
    ["the variable itself", { configVariable: "Region of shop" }, { configVariable: "Area" }, 1],
    ["by its key, which it keeps", { configVariable: "region" }, { configVariable: "region" }, 0],
    ["another variable", { configVariable: "Limit" }, { configVariable: "Limit" }, 0],
    [
      "a template",
      { template: "in {{#Region of shop}} and {{ # Region of shop }}" },
      { template: "in {{#Area}} and {{ # Area }}" },
      2,
    ],
    [
      "a step in a template",
      { template: "{{region.results}} {{#Limit}}" },
      { template: "{{region.results}} {{#Limit}}" },
      0,
    ],
    ["a query", { reference: '$.config["Region of shop"]' }, { reference: '$.config["Area"]' }, 1],
    ["a query in a template", { template: "{{$.config['Region of shop']}}" }, { template: "{{$.config['Area']}}" }, 1],
    [
      "lists and objects",
      { list: [{ object: { a: { configVariable: "Region of shop" } } }] },
      { list: [{ object: { a: { configVariable: "Area" } } }] },
      1,
    ],
    ["a literal, which means itself", { value: "{{#Region of shop}}" }, { value: "{{#Region of shop}}" }, 0],
  ] as [string, Input, Input, number][])("%s", (_, before, after, count) => {
    expect(renamed({ data: before }, { name: "Area" })).toEqual({ inputs: { data: after }, references: count })
  })
})

describe("code", () => {
  it.each([
    ["configVars.region", "configVars.area", "area"],
    ["context.configVars?.region", "context.configVars?.area", "area"],
    ["configVars.region", 'configVars["the area"]', "the area"],
    ["configVars?.region.x", 'configVars?.["the area"].x', "the area"],
    ["configVars['region']", "configVars['it\\'s']", "it's"],
    ["const { region, limit } = configVars", "const { area: region, limit } = configVars", "area"],
    ["const { region = 1 } = ctx.configVars", 'const { "the area": region = 1 } = ctx.configVars', "the area"],
    ["async ({ configVars: { region } }) => region", "async ({ configVars: { area: region } }) => region", "area"],
    ["region + configVars.regions + other.region", "region + configVars.regions + other.region", "area"],
  ])("%s becomes %s", (before, after, key) => {
    expect(renamed({ code: { value: before } }, { key }).inputs).toEqual({ code: { value: after } })
  })

  it("follows a name with blanks, which only quotes can hold", () => {
    const before = 'configVars["Region of shop"] + ({ configVars: { "Region of shop": r } })'
    const after = 'configVars["Area"] + ({ configVars: { "Area": r } })'
    expect(renamed({ code: { value: before } }, { name: "Area" })).toEqual({
      inputs: { code: { value: after } },
      references: 2,
    })
  })
})

describe("the rest of the document", () => {
  it("follows in pages, by key and in words, and in the endpoint", () => {
    const pages = [
      {
        name: "One",
        tagline: "For {{#Region of shop}}",
        elements: [
          { type: "configVariable" as const, variable: "region" },
          { type: "webhookUrl" as const, instructions: ["Go to {{#Region of shop}}", "Press *New*"] },
        ],
      },
    ]
    const before = document({}, { configPages: pages, endpoint: { type: "shared", customerCredential: "region" } })
    const { document: after, references } = renameVariable(before, "region", { name: "Area", key: "area" })
    expect(after.configPages).toEqual([
      {
        name: "One",
        tagline: "For {{#Area}}",
        elements: [
          { type: "configVariable", variable: "area" },
          { type: "webhookUrl", instructions: ["Go to {{#Area}}", "Press *New*"] },
        ],
      },
    ])
    expect(after.endpoint?.customerCredential).toBe("area")
    expect(after.configVariables?.[0]).toEqual({ key: "area", name: "Area" })
    expect(references).toBe(4)
  })

  it("reaches every flow and the steps in loops", () => {
    const inner = { id: "i", component: "log", inputs: { message: { template: "{{#Region of shop}}" } } }
    const loop = { id: "l", component: "loop", steps: [inner], links: [] }
    const before = document(
      {},
      {
        flows: ["a", "b"].map((key) => ({ key, name: key, steps: [loop], links: [] })),
      },
    )
    expect(renameVariable(before, "region", { name: "Area" }).references).toBe(2)
  })
})

describe("names that cannot be", () => {
  it.each([
    [{ name: " " }, "Give it a name."],
    [{ key: "" }, "Give it a key."],
    [{ name: "Limit" }, "Limit is called so already."],
    [{ key: "limit" }, "Limit is called so already."],
    [{ name: "region" }, null],
  ])("%j: %s", (to, problem) => {
    expect(variableNameProblem(document({}).configVariables ?? [], "region", to)).toBe(problem)
  })

  it("change nothing, as does a variable that is gone", () => {
    const before = document({ data: { configVariable: "Region of shop" } })
    for (const [key, name] of [
      ["region", "Limit"],
      ["gone", "Area"],
      ["region", "Region of shop"],
    ] as const) {
      expect(apply(before, { kind: "renameVariable", key, to: { name } })).toBe(before)
    }
  })
})

it("renaming there and back gives the document as it was", () => {
  const before = document({
    data: { template: "{{#Region of shop}} {{$.config['Region of shop']}}" },
    code: { value: 'configVars["Region of shop"]' },
  })
  const there = apply(before, { kind: "renameVariable", key: "region", to: { name: "Area 51" } })
  expect(apply(there, { kind: "renameVariable", key: "region", to: { name: "Region of shop" } })).toEqual(before)
})
