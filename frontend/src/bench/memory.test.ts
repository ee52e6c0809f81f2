// @vitest-environment jsdom
import { expect, test, vi } from "vitest"
import { useMemory } from "./memory"
import { FIRST_PAYLOAD } from "./payload"

const kept = (): string => sessionStorage.getItem("hookyard-test-payloads") ?? ""

test("a payload larger than what the browser keeps can be tested all the same", () => {
  const { setPayload } = useMemory.getState()
  setPayload("a", { ...FIRST_PAYLOAD, body: "small" })
  expect(kept()).toContain("small")
  const body = "x".repeat(6_000_000)
  setPayload("a", { ...FIRST_PAYLOAD, body })
  expect(useMemory.getState().payloads.a?.body).toBe(body)
  expect(kept()).toBe("") // what was kept would come back in place of it
  setPayload("a", { ...FIRST_PAYLOAD, body: "small again" })
  expect(kept()).toContain("small again")
})

test("one that is sure not to fit is not written out at every letter", () => {
  const written = vi.spyOn(JSON, "stringify")
  useMemory.getState().setPayload("a", { ...FIRST_PAYLOAD, body: "x".repeat(5_000_001) })
  expect(written).not.toHaveBeenCalled()
  useMemory.getState().setPayload("a", FIRST_PAYLOAD)
  expect(written).toHaveBeenCalled()
  written.mockRestore()
})
