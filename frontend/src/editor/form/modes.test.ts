import { describe, expect, it } from "vitest"
import type { Input } from "../../flow/definition"
import type { InputSchema } from "../../flow/schema"
import { changeMode, fieldsOf, itemsOf, literalOf, modeOf, modesFor, typedText } from "./modes"

const text: InputSchema = { type: "string" }
const list: InputSchema = { type: "array", items: { type: "object", properties: { name: text } } }
const anything: InputSchema = {}

describe("the mode of an input", () => {
  it.each<[string, Input | undefined, InputSchema, string]>([
    ["nothing yet in a text", undefined, text, "value"],
    ["nothing yet where a reference is usual", undefined, { "x-widget": "reference" }, "reference"],
    ["nothing yet where JSON is usual", undefined, { "x-widget": "json" }, "json"],
    ["a literal text", { value: "a" }, anything, "text"],
    ["a literal number where anything goes", { value: 1 }, anything, "json"],
    ["a literal list", { value: [] }, list, "list"],
    ["a template", { template: "{{a}}" }, text, "template"],
    ["a credential", { credential: "k" }, { "x-widget": "credential", type: "object" }, "value"],
  ])("%s", (_what, input, schema, mode) => {
    expect(modeOf(input, schema)).toBe(mode)
  })

  it("offers choices as a value, never as free text", () => {
    expect(modesFor({ type: "string", enum: ["a"] })).toEqual(["value", "reference", "configVariable"])
  })
})

describe("changing the mode", () => {
  it("keeps a reference when it becomes a template, and back", () => {
    const template = changeMode({ reference: "a.results" }, "template", undefined)
    expect(template).toEqual({ template: "{{a.results}}" })
    expect(changeMode(template, "reference", undefined)).toEqual({ reference: "a.results" })
  })

  it("keeps text when it becomes a template", () => {
    expect(changeMode({ value: "hello" }, "template", undefined)).toEqual({ template: "hello" })
  })

  it("takes a literal list apart, and puts it together again", () => {
    const apart = changeMode({ value: [1, { a: 2 }] }, "list", undefined)
    expect(apart).toEqual({ list: [{ value: 1 }, { value: { a: 2 } }] })
    expect(literalOf(apart)).toEqual([1, { a: 2 }])
  })

  it("reads the parts of literals and of tagged inputs alike", () => {
    expect(itemsOf({ value: ["x"] })).toEqual(itemsOf({ list: [{ value: "x" }] }))
    expect(fieldsOf({ value: { x: 1 } })).toEqual(fieldsOf({ object: { x: { value: 1 } } }))
  })
})

describe("typing text", () => {
  it("makes a template of text that gets a placeholder", () => {
    expect(typedText("Hello {{a.results}", "Hello {{a.results}}", false)).toEqual({ template: "Hello {{a.results}}" })
    expect(typedText("", "{{#Warehouse}}", false)).toEqual({ template: "{{#Warehouse}}" })
  })

  it("leaves braces alone that hold nothing, and placeholders that were made plain text on purpose", () => {
    expect(typedText("{{", "{{}}", false)).toEqual({ value: "{{}}" })
    expect(typedText("{{a}}", "{{a}}!", false)).toEqual({ value: "{{a}}!" })
  })

  it("clears an input whose text is deleted, but not the template it is", () => {
    expect(typedText("x", "", false)).toBeUndefined()
    expect(typedText("x", "", true)).toEqual({ template: "" })
  })
})
