import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { allSteps, type Flow, type Layout, type Link, type Step } from "./definition"
import { chain, loadIntegration } from "./fixtures"
import { CONTAINER, completeLayout, sizeOf } from "./geometry"
import { tidied, tidyScope } from "./tidying"

const neat = (flow: Flow, ids: ReadonlySet<string> | null = null): Flow => ({
  ...flow,
  layout: { ...flow.layout, ...tidied(flow, ids) },
})

const at = (flow: Flow, id: string) => flow.layout?.[id] ?? { x: Number.NaN, y: Number.NaN }

function overlaps(steps: readonly Step[], layout: Layout): string[] {
  const boxes = steps.map((step) => ({ id: step.id, ...layout[step.id], ...sizeOf(step, layout) }))
  const own = boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const [ax = 0, ay = 0, bx = 0, by = 0] = [a.x, a.y, b.x, b.y]
      const apart = ax + a.width <= bx || bx + b.width <= ax || ay + a.height <= by || by + b.height <= ay
      return apart ? [] : [`${a.id} on ${b.id}`]
    }),
  )
  return [...own, ...steps.flatMap((step) => overlaps(step.steps ?? [], layout))]
}

const code = (id: string): Step => ({ id, component: "code" })
const branch = (id: string, ...cases: string[]): Step => ({
  id,
  component: "branch.value",
  inputs: { cases: { value: cases.map((name) => ({ name })) } },
})
const at0 = (steps: Step[]): Layout => Object.fromEntries(allSteps(steps).map((step) => [step.id, { x: 0, y: 0 }]))
const piled = (steps: Step[], links: Link[]): Flow => ({ key: "main", name: "Main", steps, links, layout: at0(steps) })

/** Up to 24 steps, some of them branches and some loops with steps in them, linked forward at random. */
const flows: fc.Arbitrary<Flow> = fc
  .record({
    kinds: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 24 }),
    pairs: fc.array(fc.tuple(fc.nat(23), fc.nat(23), fc.nat(2)), { maxLength: 36 }),
  })
  .map(({ kinds, pairs }) => {
    const steps = kinds.map((kind, index): Step => {
      const id = `s${index}`
      if (kind === 0) return branch(id, "a", "b")
      if (kind !== 1) return code(id)
      return { id, component: "loop", steps: [code(`${id}_a`), code(`${id}_b`)], links: [] }
    })
    const links = pairs
      .map(
        ([a, b, way]): Link => ({
          from: `s${Math.min(a, b)}`,
          to: `s${Math.max(a, b)}`,
          outlet: ["a", "b", "out"][way] ?? "out",
        }),
      )
      .filter(({ from, to }) => from !== to && steps.some(({ id }) => id === from) && steps.some(({ id }) => id === to))
    return piled(steps, links)
  })

describe("tidying up", () => {
  it("never lets two boxes overlap, and draws every link from left to right", PATIENT, () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const tidy = neat(flow)
        expect(overlaps(tidy.steps, tidy.layout ?? {})).toEqual([])
        for (const { from, to } of tidy.links) expect(at(tidy, from).x).toBeLessThan(at(tidy, to).x)
      }),
      { numRuns: 60 },
    )
  })

  it("changes nothing the second time", PATIENT, () => {
    fc.assert(
      fc.property(flows, (flow) => {
        expect(tidied(neat(flow), null)).toEqual({})
      }),
      { numRuns: 40 },
    )
  })

  it("draws a chain straight, also through a branch and a loop", () => {
    const loop: Step = {
      id: "l",
      component: "loop",
      steps: [code("in_1"), code("in_2")],
      links: [{ from: "in_1", to: "in_2" }],
    }
    const flow = neat(
      piled(
        [code("a"), loop, code("b"), branch("c", "yes", "no")],
        [
          { from: "a", to: "l" },
          { from: "l", to: "b" },
          { from: "b", to: "c" },
        ],
      ),
    )
    expect(new Set(["a", "l", "b", "c"].map((id) => at(flow, id).y))).toEqual(new Set([0]))
    expect([at(flow, "in_1").y, at(flow, "in_1").y > CONTAINER.header]).toEqual([at(flow, "in_2").y, true])
  })

  it("keeps the cases of a branch in their order", () => {
    const targets = ["w", "x", "y", "z"]
    const steps = [branch("b", ...targets.slice(0, 3)), ...targets.toReversed().map(code)]
    const links = targets.map((to, index): Link => ({ from: "b", to, outlet: targets.slice(0, 3)[index] ?? "else" }))
    const flow = neat(piled(steps, links))
    const heights = targets.map((id) => at(flow, id).y)
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })

  it("keeps links from crossing where they need not", () => {
    const flow = neat(
      piled(["a", "b", "x", "y"].map(code), [
        { from: "a", to: "y" },
        { from: "b", to: "x" },
      ]),
    )
    expect(at(flow, "a").y < at(flow, "b").y).toBe(at(flow, "y").y < at(flow, "x").y)
  })

  it("leaves what is not selected where it is, and the corner of what is", () => {
    const flow = { ...chain("a", "b", "c"), layout: { a: { x: 8, y: 400 }, b: { x: 96, y: 80 }, c: { x: 64, y: 240 } } }
    const tidy = neat(flow, new Set(["b", "c"]))
    expect(tidy.layout).toEqual({ a: { x: 8, y: 400 }, b: { x: 64, y: 80 }, c: { x: 384, y: 80 } })
  })

  it("puts steps that no link joins below each other", () => {
    const flow = neat(piled(["a", "b", "c"].map(code), []))
    expect(["a", "b", "c"].map((id) => at(flow, id).x)).toEqual([0, 0, 0])
  })

  it.each(["acme_erp"])("tidies the example %s without overlaps", (name) => {
    for (const flow of loadIntegration(name).flows) {
      const tidy = neat({ ...flow, layout: completeLayout(flow) })
      expect(overlaps(tidy.steps, tidy.layout ?? {})).toEqual([])
    }
  })

  it("survives links that lead back, which only a broken draft has", () => {
    const flow = piled(["a", "b"].map(code), [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
      { from: "a", to: "a" },
    ])
    expect(overlaps(neat(flow).steps, neat(flow).layout ?? {})).toEqual([])
  })

  it("works on the selection, on the inside of one container, else on the whole flow", () => {
    const loop: Step = { id: "l", component: "loop", steps: [code("in_1")], links: [] }
    const flow = piled([code("a"), code("b"), loop], [])
    expect([tidyScope(flow, []), tidyScope(flow, ["a"])]).toEqual([null, null])
    expect([tidyScope(flow, ["a", "b"]), tidyScope(flow, ["l"])]).toEqual([new Set(["a", "b"]), new Set(["l"])])
  })
})
