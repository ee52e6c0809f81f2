import { describe, expect, it } from "vitest"
import { standing } from "./words"

describe("the badge of what an instance listens for", () => {
  it.each([
    ["on", true, "Listening"],
    ["setting_up", true, "Being set up"],
    ["failing", true, "Failing"],
    ["failing", false, "Cannot be removed"],
    ["on", false, "Being removed"],
    ["off", false, "Off"],
  ] as const)("%s, wanted %s: %s", (status, wanted, label) => {
    expect(standing({ status, wanted }).label).toBe(label)
  })
})
