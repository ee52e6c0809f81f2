/**
 * What a saved test expects: taken from a run, and said in words.
 *
 * For: "Save as test" with the outcome somebody just saw. Not here: the comparison; the server's `expectations` is that.
 */
import type { Difference, Expected, SavedTest, TestRequest, TestRun } from "../../api/types"

export type Expectation = Partial<Expected>

/** Stands for a text that may vary. */
export const ANY_TEXT = { $any: "text" }

/** Ids and times that the run made itself: they are others the next time. */
const MADE = [
  /^[0-9A-HJKMNP-TV-Z]{26}$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/,
]

/** `ofFlow`: a flow was run alone; who gets it and the answer then say nothing, unless the sender waits for it. */
export function expectationOf(run: TestRun, request: TestRequest, ofFlow: boolean): Expectation {
  const sent = JSON.stringify(request)
  const body = dataOf(run.answer?.body)
  const waits = run.answer !== null && run.answer.status !== 202 && !isAccepted(body)
  return {
    outcome: run.outcome,
    ...(run.code !== null && { code: run.code }),
    ...(!ofFlow && run.flow !== null && { flow: run.flow }),
    ...(!ofFlow && run.customer !== null && { customer: run.customer }),
    ...(run.outcome === "succeeded" && run.execution && { result: lasting(run.result, sent) }),
    ...((!ofFlow || waits) && run.answer && { answerStatus: run.answer.status }),
    ...(waits && run.outcome === "succeeded" && body !== null && { answerBody: lasting(body, sent) }),
    match: "contains",
  }
}

/** The answer of a flow that runs later: nothing but the id of its execution. */
const isAccepted = (body: unknown): boolean =>
  typeof body === "object" && body !== null && Object.keys(body).join() === "executionId"

function lasting(value: unknown, sent: string): unknown {
  if (typeof value === "string")
    return MADE.some((pattern) => pattern.test(value)) && !sent.includes(value) ? ANY_TEXT : value
  if (Array.isArray(value)) return value.map((item) => lasting(item, sent))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lasting(inner, sent)]))
}

function dataOf(body: string | null | undefined): unknown {
  if (!body) return null
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** One line: "fails with code_failed", "succeeds, the result contains 3 fields, answer 200". */
export function inWords(expected: Expectation): string {
  const parts: string[] = []
  const ends = expected.outcome ? OUTCOME_WORDS[expected.outcome] : expected.code && "ends"
  if (ends) parts.push(expected.code ? `${ends} with ${expected.code}` : ends)
  if (expected.flow) parts.push(`comes to ${expected.flow}`)
  if (expected.customer) parts.push(`is for ${expected.customer}`)
  const verb = expected.match === "equals" ? "is" : "contains"
  if ("result" in expected) parts.push(`the result ${verb} ${sizeInWords(expected.result)}`)
  if (expected.answerStatus !== undefined) parts.push(`answer ${expected.answerStatus}`)
  if ("answerBody" in expected) parts.push(`its body ${verb} ${sizeInWords(expected.answerBody)}`)
  return parts.length === 0 ? "nothing yet" : parts.join(", ")
}

const OUTCOME_WORDS = { succeeded: "succeeds", failed: "fails", stopped: "stops on the road" }

function sizeInWords(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "item" : "items"}`
  if (typeof value === "object" && value !== null) {
    const size = Object.keys(value).length
    return `${size} ${size === 1 ? "field" : "fields"}`
  }
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

export const DIFFERENCE_WORDS: Record<Difference["kind"], string> = {
  missing: "missing",
  changed: "different",
  extra: "not expected",
}

/** Of what came then and what comes now. */
export const COMPARED_WORDS: Record<Difference["kind"], string> = {
  missing: "gone",
  changed: "different",
  extra: "new",
}

/** A name that says what it is about and is not taken. */
export function proposedName(subject: string, outcome: string, taken: readonly string[]): string {
  const name = outcome === "succeeded" ? subject : `${subject}: ${outcome}`
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}

export const verdictOf = (test: SavedTest): string => test.last?.outcome ?? "not run"
