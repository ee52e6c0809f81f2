import { expect, it } from "vitest"
import { versionChoices } from "./versionChoices"

const versions = [
  { number: 2, comment: `${"Refunds go to the ledger ".repeat(4)}\nand more` },
  { number: 1, comment: "" },
]

it("names each version, says which one ran, and offers the one of its instance", () => {
  const choices = versionChoices(versions, { version: 1, instanceId: "i" })
  expect(choices.map(({ value }) => value)).toEqual(["newest", "2", "1"])
  expect(choices[1]?.label).toBe("Version 2, Refunds go to the ledger Refunds go to the ledger…")
  expect(choices[2]?.label).toBe("Version 1, which ran")
})

it("offers no version of an instance where there was none", () => {
  expect(versionChoices(versions, { version: 2, instanceId: null }).map(({ value }) => value)).toEqual(["2", "1"])
})
