import { describe, expect, it } from "vitest"
import { edgeToLink, fromCanvas, toEdges, toNodes } from "./canvas"
import { chain, loadIntegration } from "./fixtures"

describe("a flow on the canvas", () => {
  it.each(loadIntegration("acme_erp").flows.map((flow) => [flow.name, flow] as const))(
    "%s comes back unchanged",
    (_name, flow) => {
      expect(fromCanvas(flow, toNodes(flow), toEdges(flow))).toEqual(flow)
    },
  )

  it("draws a loop as a box that holds its steps", () => {
    const flow = loadIntegration("acme_erp").flows[0]
    const nodes = flow ? toNodes(flow) : []
    const box = nodes.find((node) => node.id === "loop_1")
    const inner = nodes.find((node) => node.id === "log_1")
    expect(inner?.parentId).toBe("loop_1")
    expect(nodes.indexOf(box as never)).toBeLessThan(nodes.indexOf(inner as never))
    expect(box?.width).toBeGreaterThan((inner?.position.x ?? 0) + (inner?.width ?? 0))
  })

  it("places steps that have no position, left to right and never on top of each other", () => {
    const flow = { ...chain("a", "b", "c"), layout: {} }
    const fan = {
      ...flow,
      links: [
        { from: "a", to: "b" },
        { from: "a", to: "c" },
      ],
    }
    const [a, b, c] = toNodes(fan).map((node) => node.position)
    expect(b?.x).toBeGreaterThan(a?.x ?? 0)
    expect(c?.x).toBe(b?.x)
    expect(c?.y).not.toBe(b?.y)
  })

  it("keeps the outlet of an edge", () => {
    const [edge] = toEdges({ ...chain("a", "b"), links: [{ from: "a", to: "b", outlet: "else" }] })
    expect(edge && edgeToLink(edge)).toEqual({ from: "a", to: "b", outlet: "else" })
  })
})
