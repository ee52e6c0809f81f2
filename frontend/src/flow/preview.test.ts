import { describe, expect, it } from "vitest"
import { conditionValue, everyOf, fieldsOfItems, firstOf, plain, whereOf } from "./arrays"
import { previewOf, saysSomething } from "./preview"

const lines = [
  { sku: "a", qty: 1 },
  { sku: "b", qty: 5 },
]
const values = {
  webhook_1: { results: { body: { data: { name: "Ada", paid: true, lines } } } },
  trigger: { results: { body: { data: { lines } } } },
}
const variables = [
  { key: "warehouse", name: "Warehouse", default: "main" },
  { key: "token", name: "Token" },
]
const preview = (input: Parameters<typeof previewOf>[0]) => previewOf(input, { values, variables })

describe("a preview", () => {
  it("fills a template as a run does: text as it is, anything else as JSON, what is missing as nothing", () => {
    const template =
      "Hi {{ webhook_1.results.body.data.name }}, {{webhook_1.results.body.data.paid}} {{#Warehouse}}{{webhook_1.results.no}}!"
    const found = preview({ template })
    expect(found.value).toBe("Hi Ada, true main!")
    expect(found.missing.map(({ key }) => key)).toEqual(["no"])
    expect(found.steps).toEqual(["webhook_1"])
  })

  it("leaves in a template what only a test can tell", () => {
    expect(preview({ template: "{{$.env.public_url}}/x" })).toMatchObject({
      value: "{{$.env.public_url}}/x",
      later: ["$.env.public_url"],
    })
  })

  it("shows a config variable's default, and says when there is none", () => {
    expect(preview({ configVariable: "Warehouse" })).toMatchObject({
      value: "main",
      unset: [],
      defaults: ["Warehouse"],
    })
    expect(preview({ configVariable: "Token" })).toMatchObject({ value: null, unset: ["Token"] })
  })

  it("goes into lists and objects, and gathers what is missing anywhere in them", () => {
    const input = { object: { to: { list: [{ reference: "webhook_1.results.body.data.nme" }, { value: 1 }] } } }
    expect(preview(input)).toMatchObject({ value: { to: [null, 1] }, missing: [{ nearest: "name" }] })
  })

  it("is silent about literals, except for a text that looks like a template", () => {
    expect(saysSomething({ value: "hello" })).toBe(false)
    expect(saysSomething({ value: "{{a.results}}" })).toBe(true)
    expect(saysSomething({ list: [{ value: 1 }] })).toBe(false)
    expect(saysSomething({ list: [{ value: 1 }, { reference: "a.results" }] })).toBe(true)
  })
})

describe("references into lists", () => {
  const path = "webhook_1.results.body.data.lines"
  const value = (reference: string) => preview({ reference }).value

  it("read what their names say", () => {
    expect(value(firstOf(path, "reference"))).toEqual(lines[0])
    expect(value(everyOf(path, "sku", "reference"))).toEqual(["a", "b"])
    expect(value(everyOf(path, null, "reference"))).toEqual(lines)
    expect(value(whereOf(path, { field: "qty", comparison: ">", value: 2 }, "reference"))).toEqual(lines[1])
    expect(value(everyOf("trigger.results.body.data.lines", "qty", "reference"))).toEqual([1, 5])
  })

  it("are JavaScript in code", () => {
    const stepResults = values
    const run = (code: string): unknown => new Function("stepResults", `return ${code}`)(stepResults)
    expect(run(plain(path, "code"))).toEqual(lines)
    expect(run(firstOf(path, "code"))).toEqual(lines[0])
    expect(run(everyOf(path, "sku", "code"))).toEqual(["a", "b"])
    expect(run(whereOf(path, { field: "sku", comparison: "==", value: "b" }, "code"))).toEqual([lines[1]])
  })

  it("take a typed value as the field's type", () => {
    expect(conditionValue("5", 1)).toBe(5)
    expect(conditionValue("5", "7")).toBe("5")
    expect(conditionValue("true", false)).toBe(true)
    expect(conditionValue("x y", undefined)).toBe("x y")
  })

  it("offer the fields that the first items have", () => {
    expect(fieldsOfItems([{ a: 1 }, { b: 2 }, 3, null, { a: 2 }])).toEqual(["a", "b"])
  })
})
