/**
 * Steps as readable JSON text, for the clipboard.
 *
 * For: copying within a flow, between flows, between installations and through a chat. The text holds no secret: a
 * credential is named by its key only.
 * Not here: what a text that comes back holds (`clipReading`).
 */
import { addCopies, annotationsOf } from "./annotating"
import { FORMAT } from "./clipReading"
import type { Annotations, Flow, Graph, Layout, Link, Point, Step } from "./definition"
import { allSteps, findStep } from "./definition"
import { editGraph } from "./graph"
import { nextCopyId, stepIds } from "./labels"
import { relabelling } from "./renaming"
import { mentionedIn, rewriteStep } from "./rewriting"

export interface Clip {
  steps: Step[]
  links: Link[]
  layout: Layout
  annotations?: Annotations
}

const NO_NOTES: ReadonlySet<string> = new Set()

/**
 * The chosen steps of one level with the links among them; steps inside a chosen container come with it, and so do groups all of
 * whose steps are chosen.
 */
export function copySteps(flow: Flow, ids: ReadonlySet<string>, notes: ReadonlySet<string> = NO_NOTES): Clip {
  const graph = graphHolding(flow, ids)
  const steps = graph.steps.filter((step) => ids.has(step.id))
  const links = graph.links.filter((link) => ids.has(link.from) && ids.has(link.to))
  const layout: Layout = {}
  for (const step of allSteps(steps)) {
    const at = flow.layout?.[step.id]
    if (at) layout[step.id] = at
  }
  const chosen = annotationsOf(flow).notes.filter((note) => notes.has(note.id))
  const groups =
    graph === flow ? annotationsOf(flow).groups.filter((group) => group.steps.every((id) => ids.has(id))) : []
  const annotations = { ...(chosen.length > 0 && { notes: chosen }), ...(groups.length > 0 && { groups }) }
  return { steps, links, layout, ...(Object.keys(annotations).length > 0 && { annotations }) }
}

function graphHolding(flow: Flow, ids: ReadonlySet<string>): Graph {
  if (flow.steps.some((step) => ids.has(step.id))) return flow
  const holder = allSteps(flow.steps).find((step) => step.steps?.some((inner) => ids.has(inner.id)))
  return holder ? { steps: holder.steps ?? [], links: holder.links ?? [] } : flow
}

export function clipToText(clip: Clip): string {
  return JSON.stringify({ format: FORMAT, ...clip }, null, 2)
}

/** The new id of every step of a clip: unique in the flow, and none that the clip uses for a step outside of it. */
export function pastedIds(flow: Flow, clip: Clip): Map<string, string> {
  const own = new Set(allSteps(clip.steps).map((step) => step.id))
  const taken = new Set([...stepIds(flow), ...mentionedIn(clip.steps).filter((id) => !own.has(id))])
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
  if (parent !== null && !findStep(flow, parent)?.steps) return flow
  const ids = pastedIds(flow, clip)
  const rename = (id: string) => ids.get(id) ?? id
  const { relabel, relink } = relabelling(rename)
  const { x, y } = cornerOf(clip)
  const by = { x: at.x - x, y: at.y - y }
  const layout = { ...flow.layout, ...pastedLayout(clip, ids, by) }
  const grown = editGraph(clip.steps.length > 0 ? { ...flow, layout } : flow, parent, (graph) => ({
    steps: [...graph.steps, ...clip.steps.map((step) => relabel(rewriteStep(step, rename).result))],
    links: [...graph.links, ...clip.links.map(relink)],
  }))
  const { notes = [], groups = [] } = clip.annotations ?? {}
  // What is pasted into a container stands in its coordinates, where notes and groups have no place.
  if (parent !== null) return grown
  return addCopies(grown, {
    notes: notes.map((note) => ({ ...note, at: { x: note.at.x + by.x, y: note.at.y + by.y } })),
    groups: groups.map((group) => ({ ...group, steps: group.steps.flatMap((id) => ids.get(id) ?? []) })),
  })
}

const ORIGIN: Point = { x: 0, y: 0 }

const placeIn = (clip: Clip, id: string): Point => (Object.hasOwn(clip.layout, id) && clip.layout[id]) || ORIGIN

/** The top left corner of all that is copied. */
export function cornerOf(clip: Clip): Point {
  const notes = clip.annotations?.notes ?? []
  const places = [...clip.steps.map((step) => placeIn(clip, step.id)), ...notes.map((note) => note.at)]
  if (places.length === 0) return ORIGIN
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) }
}

/** Steps inside a container keep their place in it; one that never had a place is given one when it is drawn. */
function pastedLayout(clip: Clip, ids: ReadonlyMap<string, string>, by: Point): Layout {
  const outer = new Set(clip.steps.map((step) => step.id))
  const layout: Layout = {}
  for (const [old, id] of ids) {
    const { x, y } = placeIn(clip, old)
    if (outer.has(old)) layout[id] = { x: x + by.x, y: y + by.y }
    else if (Object.hasOwn(clip.layout, old)) layout[id] = { x, y }
  }
  return layout
}
