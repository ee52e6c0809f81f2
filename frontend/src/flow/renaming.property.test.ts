/** A step takes a new name: everything that named it follows, nothing else changes, and the count that is told is true. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { source } from "./arbitrary/code"
import { anyIntegration } from "./arbitrary/documents"
import { POOL, runs } from "./arbitrary/names"
import { allSteps, type Definition, type Flow, findFlow, findStep, type Input, type Step } from "./definition"
import { apply } from "./operations"
import { renameStep } from "./renaming"
import { rewriteStep } from "./rewriting"

/** Every text in which steps may be named, found without the code under test. */
function textsOf(input: Input, isCode: boolean): string[] {
  if ("reference" in input) return [input.reference]
  if ("template" in input) return [...input.template.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, inner]) => inner ?? "")
  if ("list" in input) return input.list.flatMap((item) => textsOf(item, false))
  if ("object" in input) return Object.values(input.object).flatMap((item) => textsOf(item, false))
  return isCode && "value" in input && typeof input.value === "string" ? [input.value] : []
}

function mentions(flow: Flow, id: string): number {
  const word = new RegExp(`(?<![\\w#.])${id}(?!\\w)`)
  const query = new RegExp(`\\$(?:\\.steps|\\[["']steps["']\\])(?:\\.|\\[["'])${id}(?!\\w)`, "g")
  const referred = allSteps(flow.steps).flatMap((step) =>
    Object.entries(step.inputs ?? {}).flatMap(([name, input]) => (name === "code" ? [] : textsOf(input, false))),
  )
  const { dedupe, ordering } = flow.policy ?? {}
  const ofPolicy = [dedupe?.id.reference, ordering?.key.reference].filter((text) => text !== undefined)
  return [...referred, ...ofPolicy]
    .map((text) => {
      if (text.trim().startsWith("$")) return [...text.matchAll(query)].length
      return new RegExp(`^\\s*${word.source}\\s*(?:[.[]|$)`).test(text) ? 1 : 0
    })
    .reduce((sum, count) => sum + count, 0)
}

const codes = (steps: readonly Step[]): string[] =>
  allSteps(steps).flatMap((step) => (step.inputs?.code ? textsOf(step.inputs.code, true) : []))

/** What the code returns when each step's result is the place of its name in the list. */
async function returned(source: string, names: readonly string[]): Promise<unknown> {
  const results = Object.fromEntries(
    [...names, "trigger", "integrationTrigger"].map((id, at) => [id, { results: `result ${at}` }]),
  )
  const body = source.replace(/^module\.exports\s*=|^export default/, "return")
  const handle = new Function(body)() as (context: object, results: object) => Promise<{ data: unknown }>
  return (await handle({}, results)).data
}

const renamed = (names: readonly string[], from: string, to: string) => names.map((id) => (id === from ? to : id))

describe("renaming any step of any flow", PATIENT, () => {
  const anyRename = fc.tuple(anyIntegration, fc.nat(20), fc.constantFrom("fresh", "f", "A_1"))

  it("leaves nobody who names the old label, and tells how many followed", () => {
    fc.assert(
      fc.property(anyRename, ([document, place, to]) => {
        const flow = findFlow(document, "main") as Flow
        const steps = allSteps(flow.steps)
        const from = steps[place % Math.max(1, steps.length)]?.id
        if (from === undefined) return
        const { flow: after, references } = renameStep(flow, from, to)
        expect(mentions(after, from)).toBe(0)
        expect(mentions(after, to)).toBe(mentions(flow, from))
        const before = codes(flow.steps)
        const inCode = codes(after.steps).filter((text, at) => text !== before[at]).length
        expect(references).toBeGreaterThanOrEqual(mentions(flow, from) + inCode)
        if (inCode === 0) expect(references).toBe(mentions(flow, from))
        expect(findStep(after, from)).toBeUndefined()
        expect(allSteps(after.steps).length).toBe(steps.length)
      }),
      runs(150),
    )
  })

  it("and back again gives the integration as it was", () => {
    fc.assert(
      fc.property(anyRename, ([document, place, to]) => {
        const steps = allSteps(findFlow(document, "main")?.steps ?? [])
        const from = steps[place % Math.max(1, steps.length)]?.id
        // Code that unpacks keeps its variables under the old names, so it comes back saying the same in other words.
        if (from === undefined || codes(steps).some((text) => /[{,] *\w+ *[,=}]/.test(text))) return
        const there = apply(document, { kind: "renameStep", flow: "main", step: from, id: to })
        const back = apply(there, { kind: "renameStep", flow: "main", step: to, id: from })
        expect(back).toEqual(document satisfies Definition)
      }),
      runs(150),
    )
  })

  it("leaves every other flow and the pickers of the endpoint alone", () => {
    fc.assert(
      fc.property(anyIntegration, (document) => {
        const from = document.flows[0]?.steps[0]?.id ?? ""
        const after = apply(document, { kind: "renameStep", flow: "main", step: from, id: "fresh" })
        expect(after.endpoint).toBe(document.endpoint)
        expect(after.flows[1]).toBe(document.flows[1])
      }),
      runs(50),
    )
  })
})

describe("renaming a step that any code reads", PATIENT, () => {
  it("the code returns the same as before, and every mention was counted", async () => {
    await fc.assert(
      fc.asyncProperty(
        source,
        fc.constantFrom(...POOL),
        fc.constantFrom("fresh", "f", "A_1"),
        async (code, from, to) => {
          const step: Step = { id: "reader", component: "code", inputs: { code: { value: code.text } } }
          const { result, count } = rewriteStep(step, (id) => (id === from ? to : id))
          const { code: rewritten } = result.inputs as { code: { value: string } }
          expect(await returned(rewritten.value, renamed(POOL, from, to))).toEqual(await returned(code.text, POOL))
          expect(count).toBe(code.names.filter((name) => name === from).length)
        },
      ),
      runs(300),
    )
  })
})
