/** Whatever is pasted: either the integration stays sound, or words say why nothing was pasted. */
import fc, { type Arbitrary } from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { code } from "./arbitrary/code"
import { anyClip, anyIntegration } from "./arbitrary/documents"
import { anyId, FLOW_KEYS, POOL, runs } from "./arbitrary/names"
import { type Clip, clipToText, copySteps, pastedIds } from "./clipboard"
import { readClip } from "./clipReading"
import { allSteps, type Definition, type Flow, findFlow } from "./definition"
import { apply } from "./operations"
import { mentionedIn } from "./rewriting"
import { troublesOf } from "./soundness"

const at = { x: 0, y: 0 }
const pasted = (document: Definition, flow: string, parent: string | null, clip: Clip): Definition =>
  apply(document, { kind: "paste", flow, parent, clip, at })

/** What a clip may turn into on its way through a chat, an editor or a hostile hand. */
const hostileValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e308,
    "",
    "__proto__",
    "a\0b",
    "\ud800",
    [],
    {},
    [null],
    { __proto__: { x: 1 } },
    "x".repeat(300),
  ),
)
const key = fc.constantFrom(
  "steps",
  "links",
  "layout",
  "id",
  "component",
  "inputs",
  "name",
  "from",
  "to",
  "outlet",
  "x",
  "value",
  "odd",
  "__proto__",
)

/** A clip with one place in it replaced, removed, doubled or renamed. */
const damaged: Arbitrary<unknown> = fc
  .tuple(
    anyClip,
    fc.array(fc.tuple(fc.nat(400), fc.constantFrom("replace", "remove", "add", "double"), key, hostileValue), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([clip, changes]) => {
    const data = JSON.parse(clipToText(clip)) as object
    for (const [place, change, name, value] of changes) damage(data, place, change, name, value)
    return data
  })

function damage(data: object, place: number, change: string, name: string, value: unknown): void {
  const spots: [Record<string, unknown>, string][] = []
  const walk = (holder: unknown) => {
    if (typeof holder !== "object" || holder === null) return
    for (const part of Object.keys(holder)) {
      if (part !== "format") spots.push([holder as Record<string, unknown>, part])
      walk((holder as Record<string, unknown>)[part])
    }
  }
  walk(data)
  const [holder, part] = spots[place % spots.length] ?? [{}, ""]
  const set = (spot: string, wanted: unknown) =>
    Object.defineProperty(holder, spot, { value: wanted, enumerable: true, configurable: true, writable: true })
  if (change === "remove") delete holder[part]
  else if (change === "replace") set(part, value)
  else if (change === "add" && !Array.isArray(holder)) set(name, value)
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(part)]))
}

describe("any text", () => {
  it("that is a damaged clip keeps the integration sound, or says why not", PATIENT, () => {
    let taken = 0
    fc.assert(
      fc.property(anyIntegration, damaged, fc.option(anyId), (document, data, parent) => {
        const reading = readClip(JSON.stringify(data))
        if (reading?.clip) {
          taken += 1
          const after = pasted(document, "main", parent, reading.clip)
          expect(troublesOf(after)).toEqual([])
          expect(JSON.parse(JSON.stringify(after))).toEqual(after)
        } else expect(reading?.problem ?? "").toMatch(/^(These steps cannot be pasted: .+|These are too many .+)\.$/)
      }),
      runs(400),
    )
    expect(taken).toBeGreaterThan(0)
  })

  it("of no clip is left to others, and reading it never throws", PATIENT, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.webUrl()), (text) => {
        expect(readClip(text)).toBeNull()
      }),
      runs(200),
    )
  })

  it.each([
    ["nested without end", `{"format": "hookyard/steps", "steps": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
    ["huge", `{"format": "hookyard/steps", "steps": [${'{"id": "a", "component": "log"},'.repeat(60_000)}{}]}`],
    [
      "of too many steps",
      JSON.stringify({
        format: "hookyard/steps",
        steps: POOL.concat(Array(1200).fill("s")).map((id, n) => ({ id: `${id}${n}`, component: "log" })),
      }),
    ],
    ["cut off", '{"format": "hookyard/steps", "steps": [{"id": "a"'],
    [
      "with numbers beyond all bounds",
      '{"format": "hookyard/steps", "steps": [{"id": "a", "component": "log", "inputs": {"n": {"value": 1e999}}}]}',
    ],
  ])("%s is refused in words", (_what, text) => {
    expect(readClip(text)?.problem).toMatch(/\.$/)
  })
})

describe("copied steps", () => {
  const anyChoice = fc.tuple(anyIntegration, fc.constantFrom(...FLOW_KEYS), fc.array(anyId, { minLength: 1 }), code)

  it("come back from the text as they were", PATIENT, () => {
    fc.assert(
      fc.property(anyChoice, ([document, key, ids]) => {
        const clip = copySteps(findFlow(document, key) as Flow, new Set(ids))
        if (clip.steps.length > 0) expect(readClip(`\`\`\`json\n${clipToText(clip)}\n\`\`\``)).toEqual({ clip })
      }),
      runs(100),
    )
  })

  it("read from the same steps as before: their own copies, and those outside by their name", PATIENT, () => {
    fc.assert(
      fc.property(anyIntegration, anyClip, (document, clip) => {
        const flow = findFlow(document, "main") as Flow
        const ids = pastedIds(flow, clip)
        const after = findFlow(pasted(document, "main", null, clip), "main") as Flow
        const copies = after.steps.slice(flow.steps.length)
        const wanted = mentionedIn(clip.steps).map((id) => ids.get(id) ?? id)
        expect(mentionedIn(copies).toSorted()).toEqual(wanted.toSorted())
        // A name that meant somebody outside never comes to mean one of the copies.
        const outside = mentionedIn(clip.steps).filter((id) => !ids.has(id))
        const copied = allSteps(copies).map((step) => step.id)
        expect(copied.filter((id) => outside.includes(id))).toEqual([])
      }),
      runs(150),
    )
  })
})
