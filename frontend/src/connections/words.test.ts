import { expect, it } from "vitest"
import { freeName } from "./words"

it("a second account at a service is told from the first", () => {
  expect(freeName("Shopline", [])).toBe("Shopline account")
  expect(freeName("Shopline", ["Shopline account", "Shopline account 2"])).toBe("Shopline account 3")
})
