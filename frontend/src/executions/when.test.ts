import { expect, it } from "vitest"
import { fromLocal, sinceOf, toLocal } from "./when"

const NOW = Date.parse("2026-03-01T12:00:42Z")

it("means a moment before now, the same for a whole minute", () => {
  expect(sinceOf("1h", NOW)).toBe("2026-03-01T11:00:00.000Z")
  expect(sinceOf("1h", NOW)).toBe(sinceOf("1h", NOW + 15_000))
  expect(sinceOf("7d", NOW)).toBe("2026-02-22T12:00:00.000Z")
})

it("knows no stretch that it does not offer", () => {
  expect(sinceOf("", NOW)).toBeNull()
  expect(sinceOf("3y", NOW)).toBeNull()
})

it("takes moments as people type them, and gives them back so", () => {
  expect(toLocal(fromLocal("2026-03-01T09:30") ?? "")).toBe("2026-03-01T09:30")
  expect(fromLocal("soon")).toBeNull()
  expect(toLocal("soon")).toBe("")
})
