import { expect, it } from "vitest"
import type { Flow, Step } from "./definition"
import { integration } from "./fixtures"
import { sizeOf } from "./geometry"
import { apply } from "./operations"

const log = (id: string): Step => ({ id, component: "log" })

const flow: Flow = {
  key: "main",
  name: "Main",
  steps: [
    { id: "loop", component: "loop", steps: [log("inner")], links: [] },
    { id: "next", component: "log" },
    { id: "last", component: "log" },
    { id: "aside", component: "log" },
  ],
  links: [
    { from: "loop", to: "next" },
    { from: "next", to: "last" },
  ],
  layout: {
    loop: { x: 0, y: 0 },
    inner: { x: 40, y: 64 },
    next: { x: 408, y: 0 },
    last: { x: 728, y: 0 },
    aside: { x: 600, y: 400 },
  },
}

const added = (x: number) =>
  apply(integration(flow), {
    kind: "addStep",
    flow: "main",
    step: log("new"),
    parent: "loop",
    at: { x, y: 64 },
    after: { step: "inner", outlet: "out" },
  }).flows[0] as Flow

it("moves what follows a loop as far as the loop grew, and nothing else", () => {
  const { layout, steps } = added(360)
  const width = sizeOf(steps[0] as Step, layout ?? {}).width
  const growth = width - sizeOf(flow.steps[0] as Step, flow.layout ?? {}).width
  expect(growth).toBeGreaterThan(0)
  expect(layout).toMatchObject({ next: { x: 408 + growth, y: 0 }, last: { x: 728 + growth, y: 0 } })
  expect(layout).toMatchObject({ loop: { x: 0, y: 0 }, inner: { x: 40, y: 64 }, aside: { x: 600, y: 400 } })
})

it("moves nothing when the newcomer fits", () => {
  expect(added(40).layout).toMatchObject({ next: { x: 408, y: 0 }, last: { x: 728, y: 0 } })
})
