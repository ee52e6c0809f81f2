/** Giving a step another id: everything that names it follows. */
import { renameInGroups } from "./annotating"
import { type Flow, findStep, type Link, type Step } from "./definition"
import { editEveryGraph, editSteps } from "./graph"
import { stepIdProblem } from "./labels"
import { type Rename, rewriteFlow } from "./rewriting"

/** Steps and links under other ids, inner ones too. What mentions them in inputs is for `rewriteFlow` and `rewriteStep`. */
export function relabelling(rename: Rename) {
  const relink = (link: Link): Link => ({ ...link, from: rename(link.from), to: rename(link.to) })
  const relabel = (step: Step): Step => ({
    ...step,
    id: rename(step.id),
    ...(step.steps && { steps: step.steps.map(relabel) }),
    ...(step.links && { links: step.links.map(relink) }),
  })
  return { relabel, relink }
}

/** `references` is how many mentions in inputs, templates and code followed the new id. An impossible id changes nothing. */
export function renameStep(flow: Flow, from: string, to: string): { flow: Flow; references: number } {
  if (from === to || !findStep(flow, from) || stepIdProblem(flow, from, to) !== null) return { flow, references: 0 }
  const rename = (id: string) => (id === from ? to : id)
  const { result, count } = rewriteFlow(flow, rename)
  const named = editSteps(result, (step) => (step.id === from ? { ...step, id: to } : step))
  const linked = editEveryGraph(named, (graph) =>
    graph.links.some((link) => link.from === from || link.to === from)
      ? { ...graph, links: graph.links.map(relabelling(rename).relink) }
      : graph,
  )
  const layout = Object.fromEntries(Object.entries(flow.layout ?? {}).map(([id, at]) => [rename(id), at]))
  return { flow: renameInGroups({ ...linked, layout }, from, to), references: count }
}
