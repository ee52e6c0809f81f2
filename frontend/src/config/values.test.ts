import { describe, expect, it } from "vitest"
import type { ConfigVariable } from "../flow/definition"
import { anyProblem, formValues, problemsOf, Unread, valuesToSend, valueWords } from "./values"

const variables: ConfigVariable[] = [
  { key: "warehouse", name: "Warehouse", default: "main" },
  { key: "limit", name: "Limit", type: "number" },
  { key: "dry", name: "Dry run", type: "boolean" },
  { key: "map", name: "Map", type: "json" },
]

describe("config values", () => {
  it("begin with what is stored, else the default; a switch is off", () => {
    expect(formValues(variables, { limit: 3, map: { a: 1 } })).toEqual({
      warehouse: "main",
      limit: 3,
      dry: false,
      map: { a: 1 },
    })
  })

  it("begin with the defaults of a form's fields", () => {
    const schema = { properties: { size: { type: "string", default: "s" }, note: { type: "string" } } } as const
    expect(formValues([{ key: "box", name: "Box", type: "form", schema }])).toEqual({ box: { size: "s" } })
  })

  it("come back as they went in", () => {
    const stored = { warehouse: "west", limit: 0, dry: true, map: ["a"] }
    expect(valuesToSend(variables, formValues(variables, stored))).toEqual(stored)
  })

  it("are left out when empty, so that the default counts", () => {
    expect(valuesToSend(variables, { warehouse: "", dry: false })).toEqual({ dry: false })
  })

  it("that are not JSON yet keep the form from being sent", () => {
    expect(anyProblem(variables, { map: new Unread("{", "unexpected end") })).toBe(true)
    expect(anyProblem(variables, { map: [] })).toBe(false)
  })
})

it("asks for what is required and has no default, and takes a switch that is off as an answer", () => {
  expect(problemsOf({ key: "a", name: "A", required: true }, "")).not.toEqual([])
  expect(problemsOf({ key: "a", name: "A", required: true, default: "x" }, "")).toEqual([])
  expect(problemsOf({ key: "a", name: "A", type: "boolean", required: true }, false)).toEqual([])
})

it("reads a choice by its label", () => {
  const region: ConfigVariable = { key: "r", name: "R", type: "picklist", choices: [{ value: "eu", label: "Europe" }] }
  expect(valueWords(region, "eu")).toBe("Europe")
  expect(valueWords(region, "gone")).toBe("gone")
  expect(valueWords(undefined, { a: 1 })).toBe('{"a":1}')
})
