/**
 * Steps that got another id and stayed where they were.
 *
 * For: telling a rename from one step removed and another added, by what can be seen: same component, in the same place of
 * the graph, with the same name or inputs. Positions on the canvas say nothing.
 */
import { type Flow, type Graph, type Link, outletOf, type Step } from "./definition"
import { stepFields } from "./meaning"
import { relabelling } from "./renaming"
import { type Rename, rewriteFlow, rewriteStep } from "./rewriting"

/** Stands for every id that is only on one side, so that steps renamed together recognise each other's mentions. */
const SOME_ID = "renamed_step"

interface Looks {
  id: string
  component: string
  parent: string
  name: string
  inputs: string
  into: string
  out: string
}

const ENOUGH = 3

/** Old id to new id. */
export function renamedSteps(before: Flow, after: Flow): Map<string, string> {
  const [olds, news] = [idsOf(before), idsOf(after)]
  const gone = looksOf(before, (id) => (news.has(id) ? id : SOME_ID)).filter(({ id }) => !news.has(id))
  const fresh = looksOf(after, (id) => (olds.has(id) ? id : SOME_ID)).filter(({ id }) => !olds.has(id))
  const pairs = gone
    .flatMap((old) => fresh.map((now) => ({ old, now, likeness: likeness(old, now) })))
    .filter((pair) => pair.likeness >= ENOUGH)
    .sort((a, b) => b.likeness - a.likeness)
  const renamed = new Map<string, string>()
  const taken = new Set<string>()
  for (const { old, now } of pairs) {
    if (renamed.has(old.id) || taken.has(now.id)) continue
    renamed.set(old.id, now.id)
    taken.add(now.id)
  }
  return renamed
}

function likeness(old: Looks, now: Looks): number {
  if (old.component !== now.component || old.parent !== now.parent) return 0
  return (
    (old.inputs === now.inputs ? 2 : 0) +
    (old.name === now.name ? 1 : 0) +
    (old.into === now.into ? 1 : 0) +
    (old.out === now.out ? 1 : 0)
  )
}

function idsOf(graph: Graph): Set<string> {
  return new Set(levels(graph, "").map(({ step }) => step.id))
}

interface Placed {
  step: Step
  parent: string
  graph: Graph
}

/** Every step with where it stands. */
function levels(graph: Graph, parent: string): Placed[] {
  return graph.steps.flatMap((step) => [
    { step, parent, graph },
    ...levels({ steps: step.steps ?? [], links: step.links ?? [] }, step.id),
  ])
}

function looksOf(flow: Flow, rename: Rename): Looks[] {
  return levels(flow, "").map(({ step, parent, graph }) => {
    const { name, inputs, ...others } = stepFields(rewriteStep(step, rename).result)
    const ends = (links: Link[], end: (link: Link) => string) => links.map(end).sort().join(" ")
    return {
      id: step.id,
      component: step.component,
      parent: parent && rename(parent),
      name: String(name ?? ""),
      inputs: canonical({ inputs, others }),
      into: ends(
        graph.links.filter((link) => link.to === step.id),
        (link) => `${rename(link.from)}.${outletOf(link)}`,
      ),
      out: ends(
        graph.links.filter((link) => link.from === step.id),
        (link) => `${outletOf(link)}>${rename(link.to)}`,
      ),
    }
  })
}

/** Text that is the same for the same JSON, whatever the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The flow as if its steps had always had their new ids: mentions of them follow. */
export function withNewIds(flow: Flow, renamed: ReadonlyMap<string, string>): Flow {
  if (renamed.size === 0) return flow
  const rename: Rename = (id) => renamed.get(id) ?? id
  const { relabel, relink } = relabelling(rename)
  const { result } = rewriteFlow(flow, rename)
  const layout = Object.fromEntries(Object.entries(flow.layout ?? {}).map(([id, at]) => [rename(id), at]))
  return { ...result, steps: result.steps.map(relabel), links: result.links.map(relink), layout }
}
