import { expect, it } from "vitest"
import { freeName, statusWords, testWords } from "./words"

it("a second account at a service is told from the first", () => {
  expect(freeName("Shopline", [])).toBe("Shopline account")
  expect(freeName("Shopline", ["Shopline account", "Shopline account 2"])).toBe("Shopline account 3")
})

it("an account that nobody tested is not called good", () => {
  const account = { name: "Account", service: { id: "s1", key: "parcels", name: "Parcels" }, reason: "" }
  expect(testWords({ ...account, testedAt: null })).toContain("was not asked")
  expect(statusWords({ status: "ok", testedAt: null })).toBe("not tested")
  expect(statusWords({ status: "ok", testedAt: "2026-01-01T00:00:00Z" })).toBe("good")
  expect(statusWords({ status: "revoked", testedAt: null })).toBe("revoked")
  expect(testWords({ ...account, testedAt: null, reason: "Not tested yet: away." })).toBe("Not tested yet: away.")
  expect(testWords({ ...account, testedAt: "2026-01-01T00:00:00Z" })).toBe("Parcels takes Account.")
})
