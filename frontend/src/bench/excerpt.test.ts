import { describe, expect, it } from "vitest"
import type { StepError } from "../api/types"
import { excerptOf, furtherDetails } from "./excerpt"

const CODE = "one\ntwo\nthree\nfour\nfive"
const at = (details: Record<string, unknown>): StepError => ({
  code: "code_threw",
  message: "No",
  who: "builder",
  details,
})
const numbers = (details: Record<string, unknown>, inputs: unknown) =>
  excerptOf(at(details), inputs).map(({ number, text, column }) => `${number} ${text}${column ? ` at ${column}` : ""}`)

describe("the place in the code where a step failed", () => {
  it.each([
    [3, ["1 one", "2 two", "3 three at 2", "4 four", "5 five"]],
    [1, ["1 one at 2", "2 two", "3 three"]],
    [5, ["3 three", "4 four", "5 five at 2"]],
  ])("is shown with the lines around line %i", (line, shown) => {
    expect(numbers({ line, column: 2 }, { code: CODE })).toEqual(shown)
  })

  it.each([
    ["the error names none", {}, { code: CODE }],
    ["the code has no such line", { line: 9, column: 1 }, { code: CODE }],
    ["a line has no zeroth", { line: 0 }, { code: CODE }],
    ["the step has no code", { line: 1 }, { url: "https://example.com" }],
    ["what it was given was not kept", { line: 1 }, null],
  ])("is not shown where %s", (_, details, inputs) => {
    expect(numbers(details, inputs)).toEqual([])
  })

  it("leaves of the details what it does not show", () => {
    const error = at({ line: 1, column: 1, stack: "at <anonymous>" })
    expect(furtherDetails(error, excerptOf(error, { code: CODE }))).toEqual({ stack: "at <anonymous>" })
    expect(furtherDetails(error, [])).toEqual(error.details)
    expect(furtherDetails(at({ line: 1 }), excerptOf(at({ line: 1 }), { code: CODE }))).toBeNull()
  })
})
