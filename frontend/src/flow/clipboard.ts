/**
 * Steps as readable JSON text, for the clipboard.
 *
 * For: copying within a flow, between flows, between installations and through a chat. The text holds no secret: a
 * credential is named by its key only.
 */
import type { Flow, Graph, Layout, Link, Point, Step } from "./definition"
import { allSteps } from "./definition"
import { editGraph } from "./graph"
import { nextCopyId, stepIds } from "./labels"
import { rewriteStep } from "./rewriting"

export interface Clip {
  steps: Step[]
  links: Link[]
  layout: Layout
}

const FORMAT = "hookyard/steps"

/** The chosen steps of one level with the links among them; steps inside a chosen container come with it. */
export function copySteps(flow: Flow, ids: ReadonlySet<string>): Clip {
  const graph = graphHolding(flow, ids)
  const steps = graph.steps.filter((step) => ids.has(step.id))
  const links = graph.links.filter((link) => ids.has(link.from) && ids.has(link.to))
  const layout: Layout = {}
  for (const step of allSteps(steps)) {
    const at = flow.layout?.[step.id]
    if (at) layout[step.id] = at
  }
  return { steps, links, layout }
}

function graphHolding(flow: Flow, ids: ReadonlySet<string>): Graph {
  if (flow.steps.some((step) => ids.has(step.id))) return flow
  const holder = allSteps(flow.steps).find((step) => step.steps?.some((inner) => ids.has(inner.id)))
  return holder ? { steps: holder.steps ?? [], links: holder.links ?? [] } : flow
}

export function clipToText(clip: Clip): string {
  return JSON.stringify({ format: FORMAT, ...clip }, null, 2)
}

/** What a text holds, or null when it is not steps of ours. Code fences, as chats add them, are taken off. */
export function clipFromText(text: string): Clip | null {
  const bare = text.trim().replace(/^```\w*\s*|\s*```$/g, "")
  if (!bare.startsWith("{")) return null
  try {
    const data: unknown = JSON.parse(bare)
    return isClip(data) ? { steps: data.steps, links: data.links ?? [], layout: data.layout ?? {} } : null
  } catch {
    return null
  }
}

function isClip(data: unknown): data is Clip & { format: string } {
  if (typeof data !== "object" || data === null) return false
  const { format, steps, links = [], layout = {} } = data as Record<string, unknown>
  const isPoint = (at: unknown) => isRecord(at) && Number.isFinite(at.x) && Number.isFinite(at.y)
  return (
    format === FORMAT &&
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.every(isStep) &&
    Array.isArray(links) &&
    links.every(isLink) &&
    isRecord(layout) &&
    Object.values(layout).every(isPoint)
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function isStep(step: unknown): boolean {
  if (!isRecord(step) || typeof step.id !== "string" || typeof step.component !== "string") return false
  const { inputs = {}, steps = [], links = [] } = step
  return (
    isRecord(inputs) &&
    Object.values(inputs).every(isRecord) &&
    Array.isArray(steps) &&
    steps.every(isStep) &&
    Array.isArray(links)
  )
}

const isLink = (link: unknown): boolean =>
  isRecord(link) && typeof link.from === "string" && typeof link.to === "string"

/** The new id of every step of a clip, unique in the flow. */
export function pastedIds(flow: Flow, clip: Clip): Map<string, string> {
  const taken = new Set(stepIds(flow))
  const renamed = new Map<string, string>()
  for (const step of allSteps(clip.steps)) {
    const id = nextCopyId(step.id, taken)
    renamed.set(step.id, id)
    taken.add(id)
  }
  return renamed
}

/** Adds the clip with its top left corner at `at`. References among its steps follow; those to others stay as they are. */
export function pasteClip(flow: Flow, parent: string | null, clip: Clip, at: Point): Flow {
  const ids = pastedIds(flow, clip)
  const rename = (id: string) => ids.get(id) ?? id
  const relabel = (step: Step): Step => ({
    ...step,
    id: rename(step.id),
    ...(step.steps && { steps: step.steps.map(relabel) }),
    ...(step.links && { links: step.links.map(relink) }),
  })
  const relink = (link: Link): Link => ({ ...link, from: rename(link.from), to: rename(link.to) })
  const layout = { ...flow.layout, ...pastedLayout(clip, rename, at) }
  return editGraph({ ...flow, layout }, parent, (graph) => ({
    steps: [...graph.steps, ...clip.steps.map((step) => relabel(rewriteStep(step, rename).result))],
    links: [...graph.links, ...clip.links.map(relink)],
  }))
}

function pastedLayout(clip: Clip, rename: (id: string) => string, at: Point): Layout {
  const outer = clip.steps.map((step) => clip.layout[step.id] ?? { x: 0, y: 0 })
  const corner = { x: Math.min(...outer.map(({ x }) => x)), y: Math.min(...outer.map(({ y }) => y)) }
  const layout: Layout = {}
  for (const [id, point] of Object.entries(clip.layout)) layout[rename(id)] = point
  clip.steps.forEach((step, index) => {
    const point = outer[index] ?? corner
    layout[rename(step.id)] = { x: at.x + point.x - corner.x, y: at.y + point.y - corner.y }
  })
  return layout
}
