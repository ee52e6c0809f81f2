import { expect, test } from "vitest"
import { type Kept, lostBy, sizeWords } from "./words"

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1500, "1.5 kB"],
  [12_400_000, "12 MB"],
  [3_000_000_000, "3.0 GB"],
  [5e16, "50000 TB"],
])("%d reads %s", (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})

const kept = (changed: Partial<Kept>): Kept => ({
  requestDays: 30,
  executionDays: 30,
  auditDays: null,
  keepRows: null,
  keepMegabytes: 500,
  ...changed,
})

test.each<[string, Partial<Kept>, string[]]>([
  ["nothing changed", {}, []],
  ["kept for longer, or for ever", { requestDays: 31, executionDays: null, keepMegabytes: null }, []],
  ["fewer days", { requestDays: 1 }, ["Requests older than one day."]],
  [
    "a bound where there was none",
    { auditDays: 3650, keepRows: 1000 },
    ["Entries of the audit log older than 3,650 days.", "All but the newest 1,000 requests and as many executions."],
  ],
  ["less room", { keepMegabytes: 20 }, ["The oldest requests and executions, until both take up no more than 20 MB."]],
])("what goes for good: %s", (_, changed, lost) => {
  expect(lostBy(kept({}), kept(changed))).toEqual(lost)
})
