import { expect, test } from "vitest"
import { factWords } from "./facts"

test("facts read as words and leave out what is empty", () => {
  expect(factWords({ version: 3, comment: "", despiteTests: [] })).toBe("version: 3")
  expect(factWords({ changed: ["name", "secret"] })).toBe("changed: name, secret")
  expect(factWords({ requests_per_second: null, allow_query_endpoint: true })).toBe(
    "requests a second: none, query form of URLs: yes",
  )
  expect(factWords({ overlapHours: 24 })).toBe("the old one works for (hours): 24") // of URLs and of secrets
  expect(factWords({})).toBe("")
})
