import { describe, expect, it } from "vitest"
import type { ConfigVariable } from "../flow/definition"
import { formValues, valueProblem, valuesToSend } from "./configValues"

const variables: ConfigVariable[] = [
  { key: "warehouse", name: "Warehouse", default: "main" },
  { key: "limit", name: "Limit", type: "number" },
  { key: "dry", name: "Dry run", type: "boolean" },
  { key: "map", name: "Map", type: "json" },
]

describe("config values", () => {
  it("begin with what is stored, else the default", () => {
    expect(formValues(variables, { limit: 3, map: { a: 1 } })).toEqual({
      warehouse: "main",
      limit: "3",
      dry: false,
      map: '{\n  "a": 1\n}',
    })
  })

  it("come back as they went in", () => {
    const stored = { warehouse: "west", limit: 0, dry: true, map: ["a"] }
    expect(valuesToSend(variables, formValues(variables, stored))).toEqual(stored)
  })

  it("keep a JSON text a JSON text", () => {
    const stored = { map: "plain" }
    expect(valuesToSend(variables, formValues(variables, stored)).map).toBe("plain")
  })

  it("are left out when empty, so that the default counts", () => {
    expect(valuesToSend(variables, { warehouse: "", limit: "", dry: false, map: "" })).toEqual({ dry: false })
  })
})

it.each([
  ["limit", "12a", true],
  ["limit", "12", false],
  ["map", "{", true],
  ["map", "[]", false],
  ["warehouse", "{", false],
])("judges %s = %s", (key, value, wrong) => {
  const variable = variables.find((one) => one.key === key) as ConfigVariable
  expect(valueProblem(variable, value) !== null).toBe(wrong)
})

it("asks for what is required and has no default, and takes a switch that is off as an answer", () => {
  expect(valueProblem({ key: "a", name: "A", required: true }, " ")).not.toBeNull()
  expect(valueProblem({ key: "a", name: "A", required: true, default: "x" }, "")).toBeNull()
  expect(valueProblem({ key: "a", name: "A", type: "boolean", required: true }, false)).toBeNull()
})
