import { describe, expect, it } from "vitest"
import type { TestRequest, TestRun } from "../../api/types"
import { ANY_TEXT, expectationOf, inWords, proposedName } from "./expectation"

const request: TestRequest = {
  method: "POST",
  headers: [],
  query: "",
  body: '{"id":"01JD8Z5W3Q4R5T6Y7U8I9O0P1A"}',
  contentType: "",
}
const run = (changes: Partial<TestRun>): TestRun =>
  ({
    ok: true,
    outcome: "succeeded",
    code: null,
    stages: [],
    answer: { status: 200, headers: {}, body: '{"executionId":"01JD8Z5W3Q4R5T6Y7V8X9Z0P1B"}' },
    result: { name: "Ada" },
    error: null,
    flow: "main",
    customer: "test",
    warnings: [],
    execution: { steps: [] },
    ...changes,
  }) as TestRun

describe("the expectation that a run gives", () => {
  it("is, of a flow, its outcome and its result", () => {
    expect(expectationOf(run({}), request, true)).toEqual({
      outcome: "succeeded",
      result: { name: "Ada" },
      match: "contains",
    })
  })

  it("is also the answer, when the sender waits for the flow", () => {
    const answer = { status: 201, headers: {}, body: '{"saved":true}' }
    expect(expectationOf(run({ answer }), request, true)).toMatchObject({
      answerStatus: 201,
      answerBody: { saved: true },
    })
    const text = { status: 200, headers: {}, body: "thank you" }
    expect(expectationOf(run({ answer: text }), request, true)).toMatchObject({ answerBody: "thank you" })
  })

  it("is, of the endpoint, also who gets it and what the sender is told", () => {
    expect(expectationOf(run({}), request, false)).toEqual({
      outcome: "succeeded",
      flow: "main",
      customer: "test",
      result: { name: "Ada" },
      answerStatus: 200,
      match: "contains",
    })
  })

  it("is, where it stopped, the code and the answer, and no result", () => {
    const stopped = run({
      outcome: "stopped",
      code: "customer_not_found",
      flow: null,
      customer: null,
      execution: null,
      result: null,
      answer: { status: 404, headers: {}, body: "{}" },
    })
    expect(expectationOf(stopped, request, false)).toEqual({
      outcome: "stopped",
      code: "customer_not_found",
      answerStatus: 404,
      match: "contains",
    })
  })

  it("takes a result of nothing for a result", () => {
    expect(expectationOf(run({ result: null }), request, true)).toHaveProperty("result", null)
  })

  it("lets vary what the run made itself, and holds on to what was sent", () => {
    const result = {
      own: "01JD8Z5W3Q4R5T6Y7V8X9Z0P1B",
      sent: "01JD8Z5W3Q4R5T6Y7U8I9O0P1A",
      at: ["2026-01-31T12:00:00Z", "2026-01-31"],
      uuid: "75f5aec5-d482-4386-8878-219f92185dec",
    }
    expect(expectationOf(run({ result }), request, true).result).toEqual({
      own: ANY_TEXT,
      sent: result.sent,
      at: [ANY_TEXT, "2026-01-31"],
      uuid: ANY_TEXT,
    })
  })
})

describe("an expectation in words", () => {
  it.each([
    [{ outcome: "succeeded", result: { a: 1, b: 2 } } as const, "succeeds, the result contains 2 fields"],
    [{ outcome: "failed", code: "code_failed" } as const, "fails with code_failed"],
    [{ code: "x" }, "ends with x"],
    [{ result: [1], match: "equals" } as const, "the result is 1 item"],
    [{ flow: "main", customer: "T9", answerStatus: 200 }, "comes to main, is for T9, answer 200"],
    [{ answerBody: "ok" }, 'its body contains "ok"'],
    [{}, "nothing yet"],
  ])("%j", (expected, words) => expect(inWords(expected)).toBe(words))
})

it("proposes a name that is not taken", () => {
  expect(proposedName("Main", "succeeded", [])).toBe("Main")
  expect(proposedName("Main", "failed", [])).toBe("Main: failed")
  expect(proposedName("Main", "succeeded", ["Main", "Main 2"])).toBe("Main 3")
})
