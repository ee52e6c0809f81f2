/**
 * What a pasted text holds: steps of ours, something else, or steps that are not whole.
 *
 * For: the border at which a text of unknown origin becomes a clip that every later reader may trust.
 * Not here: putting it into a flow (`clipboard`), what the steps mean (the server's validation).
 */
import { LONGEST_NOTE, MOST_ANNOTATIONS } from "./annotating"
import type { Clip } from "./clipboard"
import { allSteps, type Graph, LONGEST_NAME, PAPERS, type Step } from "./definition"
import { inOrder } from "./graph"
import { type Check, listOf, mapOf, number, object, oneOf, only, orNull, text, truth } from "./shapes"

export const FORMAT = "hookyard/steps"
const LARGEST = 1_500_000
const DEEPEST = 40
const MOST_STEPS = 1000
const LONGEST_REMARK = 10_000

/** `problem` says in words why steps of ours cannot be taken; null is a text that holds none. */
export type Reading = { clip: Clip; problem?: undefined } | { clip?: undefined; problem: string } | null

/** Code fences, as chats add them, are taken off. */
export function readClip(copied: string): Reading {
  const bare = copied.trim().replace(/^```\w*\s*|\s*```$/g, "")
  if (!bare.startsWith("{") || !bare.includes(FORMAT)) return null
  if (bare.length > LARGEST) return { problem: "These are too many steps to paste at once." }
  const data = parsed(bare)
  if (data === undefined) return { problem: "The copied text is cut off or changed: it is no longer valid JSON." }
  if (typeof data !== "object" || data === null || !("format" in data) || data.format !== FORMAT) return null
  const problem = oddity(data) ?? CLIP(data) ?? clash(data as unknown as Clip)
  if (problem) return { problem: `These steps cannot be pasted: ${problem}.` }
  const { steps, links = [], layout = {}, annotations } = data as unknown as Clip
  return { clip: { steps, links, layout, ...(annotations && { annotations }) } }
}

/** What a text holds, or null when it holds no steps that can be pasted. */
export const clipFromText = (copied: string): Clip | null => readClip(copied)?.clip ?? null

function parsed(bare: string): unknown {
  try {
    return JSON.parse(bare)
  } catch {
    return undefined
  }
}

/** What JSON allows and no draft can be saved with, wherever it stands. Does not recurse. */
function oddity(data: unknown): string | null {
  let level: unknown[] = [data]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return "they nest too deep"
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value === "number" && !Number.isFinite(value)) return "a number in them is too large"
      if (typeof value === "string" && !isStorable(value))
        return "a text in them holds characters that cannot be stored"
      if (Array.isArray(value)) for (const item of value) below.push(item)
      else if (typeof value === "object" && value !== null)
        for (const entry of Object.entries(value)) below.push(...entry)
    }
    level = below
  }
  return null
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const isStorable = (value: string): boolean => !value.includes("\0") && !LONE_SURROGATE.test(value)

const INPUT: Check = (value, at) => ANY_INPUT(value, at)
const ANY_INPUT: Check = only({
  value: () => null,
  reference: text(1000),
  template: text(262_144),
  configVariable: text(120),
  credential: text(120),
  list: listOf(INPUT, 1000),
  object: mapOf(INPUT),
})
const LINKS = listOf(object({ from: text(200), to: text(200) }, { outlet: text(80) }), 5000)
const STEP: Check = (value, at) => ANY_STEP(value, at)
const ANY_STEP: Check = object(
  { id: text(200), component: text(120) },
  {
    name: text(LONGEST_NAME),
    inputs: mapOf(INPUT),
    onError: oneOf("fail", "ignore", "branch", "retry"),
    retry: orNull(object({}, { maxAttempts: number(1, 20), delaySeconds: number(0, 86_400), exponential: truth })),
    disabled: truth,
    notes: text(LONGEST_REMARK),
    steps: listOf(STEP, MOST_STEPS),
    links: LINKS,
  },
)
/** A place far beyond every screen is no place. */
const PLACE = object({ x: number(-1e6, 1e6), y: number(-1e6, 1e6) }, {})
const PAPER = oneOf(...PAPERS)
const SIDE = number(40, 4000)
const NOTE = object(
  { id: text(80), text: text(LONGEST_NOTE), at: PLACE, size: object({ width: SIDE, height: SIDE }, {}) },
  { color: PAPER },
)
const GROUP = object(
  { id: text(80), steps: listOf(text(200), MOST_STEPS) },
  { title: text(LONGEST_NAME), color: PAPER, collapsed: truth },
)
const ANNOTATIONS = object({}, { notes: listOf(NOTE, MOST_ANNOTATIONS), groups: listOf(GROUP, MOST_ANNOTATIONS) })
const CLIP_SHAPE = object(
  { format: text(40), steps: listOf(STEP, MOST_STEPS) },
  { links: LINKS, layout: mapOf(PLACE), annotations: ANNOTATIONS },
)
const CLIP = (data: unknown): string | null => CLIP_SHAPE(data, "")

/** Steps that each have their shape and still do not fit together. */
function clash({ steps, links = [], annotations }: Clip): string | null {
  if (steps.length === 0 && !annotations?.notes?.length) return "there are none in the text"
  const ids = allSteps(steps).map((step) => step.id)
  if (ids.length > MOST_STEPS) return `they are more than ${MOST_STEPS}`
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) return `two of them have the label ${twice}`
  const graphs: Graph[] = [{ steps, links }, ...allSteps(steps).flatMap(insideOf)]
  return graphs.map(linksClash).find((problem) => problem !== null) ?? null
}

const insideOf = ({ steps, links = [] }: Step): Graph[] =>
  steps || links.length > 0 ? [{ steps: steps ?? [], links }] : []

function linksClash(graph: Graph): string | null {
  const order = new Map(inOrder(graph).map((step, at) => [step.id, at]))
  for (const { from, to } of graph.links) {
    const [start, end] = [order.get(from), order.get(to)]
    if (start === undefined || end === undefined) return `the link from ${from} to ${to} leads out of them`
    if (start >= end) return "their links make a circle"
  }
  const names = graph.links.map(({ from, to, outlet = "out" }) => `${from} ${outlet} ${to}`)
  return new Set(names).size < names.length ? "a link stands in them twice" : null
}
