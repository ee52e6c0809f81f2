import { describe, expect, it } from "vitest"
import { allSteps, type Flow } from "./definition"
import { drawFlow } from "./drawing"
import { chain, loadIntegration } from "./fixtures"

describe("the small picture of a flow", () => {
  it.each(loadIntegration("acme_erp").flows.map((flow) => [flow.key, flow] as const))(
    "holds all of %s",
    (_key, flow) => {
      const { boxes, lines, ...frame } = drawFlow(flow)
      expect(boxes.map(({ step }) => step.id).sort()).toEqual(
        allSteps(flow.steps)
          .map(({ id }) => id)
          .sort(),
      )
      expect(lines).toHaveLength(flow.links.length)
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(frame.x)
        expect(box.y).toBeGreaterThanOrEqual(frame.y)
        expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width)
        expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height)
      }
    },
  )

  it("puts what a loop repeats inside its box", () => {
    const { boxes } = drawFlow(loadIntegration("acme_erp").flows[0] as Flow)
    const [loop, inner] = ["loop_1", "log_1"].map((id) => boxes.find(({ step }) => step.id === id))
    expect(inner?.x).toBeGreaterThan(loop?.x ?? 0)
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThan((loop?.x ?? 0) + (loop?.width ?? 0))
  })

  it("leaves out a link to nobody", () => {
    expect(drawFlow({ ...chain("a", "b"), links: [{ from: "a", to: "gone" }] }).lines).toEqual([])
  })
})
