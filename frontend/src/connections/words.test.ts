import { expect, it } from "vitest"
import { freeName, testWords } from "./words"

it("a second account at a service is told from the first", () => {
  expect(freeName("Shopline", [])).toBe("Shopline account")
  expect(freeName("Shopline", ["Shopline account", "Shopline account 2"])).toBe("Shopline account 3")
})

it("an account that nobody tested is not called good", () => {
  const account = { name: "Account", service: { id: "s1", key: "parcels", name: "Parcels" } }
  expect(testWords({ ...account, testedAt: null })).toContain("was not asked")
  expect(testWords({ ...account, testedAt: "2026-01-01T00:00:00Z" })).toBe("Parcels takes Account.")
})
