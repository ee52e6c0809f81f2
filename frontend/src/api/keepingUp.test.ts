import { expect, it, vi } from "vitest"
import { keepingUp } from "./keepingUp"

it("looks at once, and once more for all that was told meanwhile", async () => {
  vi.useFakeTimers()
  let finish = () => {}
  const look = vi.fn(() => new Promise<void>((done) => (finish = done)))
  const keepUp = keepingUp(look, 400)
  keepUp()
  keepUp()
  keepUp()
  expect(look).toHaveBeenCalledTimes(1)
  finish()
  await vi.advanceTimersByTimeAsync(399)
  expect(look).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(2)
  finish()
  await vi.advanceTimersByTimeAsync(400)
  expect(look).toHaveBeenCalledTimes(2)
  keepUp()
  expect(look).toHaveBeenCalledTimes(3)
  vi.useRealTimers()
})

it("goes on after a look that failed", async () => {
  vi.useFakeTimers()
  const look = vi.fn().mockRejectedValueOnce(new Error("away")).mockResolvedValue(null)
  const keepUp = keepingUp(look, 10)
  keepUp()
  await vi.advanceTimersByTimeAsync(10)
  keepUp()
  expect(look).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})
