import { describe, expect, it } from "vitest"
import { endpointOf, hostOf, reasonOf, stateOf } from "./words"

describe("what states are called", () => {
  it.each([
    ["creating", "running", "creating"],
    ["creation_failed", "failed", "creation failed"],
    ["active", "good", "active"],
    ["deleted", "cancelled", "deleted"],
  ] as const)("%s", (state, status, label) => {
    expect(stateOf({ state })).toEqual({ status, label })
  })

  it("an endpoint that was switched off says why, one that somebody paused does not", () => {
    expect(endpointOf({ endpointStatus: "disabled" }).label).toBe("switched off")
    expect(reasonOf({ endpointStatusReason: "gone" })).toContain("410")
    expect(reasonOf({ endpointStatusReason: "by_hand" })).toBe("")
  })

  it.each([
    ["https://events.acme.example:8443/in?a=1", "events.acme.example:8443"],
    ["nonsense", "nonsense"],
  ])("%s", (url, host) => expect(hostOf(url)).toBe(host))
})
