/**
 * Links of a step whose outlets were edited.
 *
 * For: a link follows the case it leaves from when that is renamed, and goes when the outlet goes.
 * Not here: which outlets there are (`outlets`), carrying out the edit (`operations`).
 */
import { type Flow, findStep, type Link, outletOf } from "./definition"
import { editEveryGraph } from "./graph"
import { caseNames, outletsOf } from "./outlets"

/** `after` is `before` with one step edited in place. */
export function relink(before: Flow, after: Flow, id: string): Flow {
  const [old, now] = [findStep(before, id), findStep(after, id)]
  if (!old || !now) return after
  const outlets = outletsOf(now)
  if (outletsOf(old).join("\n") === outlets.join("\n")) return after
  const [oldNames, names] = [caseNames(old) ?? [], caseNames(now) ?? []]
  const gone = outletsOf(old).filter((outlet) => !outlets.includes(outlet))
  if (names.length < oldNames.length || gone.includes("error")) {
    return editLinks(after, id, (link) => (gone.includes(outletOf(link)) ? [] : [link]))
  }
  const [place, ...others] = [...names.keys()].filter((at) => names[at] !== oldNames[at])
  if (place === undefined || others.length > 0 || names.length !== oldNames.length) return after
  const name = names[place] ?? ""
  const left = oldNames[place] ?? ""
  // Typing passes through moments without a name, or with another case's; the link waits for the new one.
  const from = left === "" || outlets.includes(left) ? orphan(after, id, outlets) : left
  if (from === null || name === "" || outletsOf(old).includes(name)) return after
  return editLinks(after, id, (link) => [outletOf(link) === from ? { ...link, outlet: name } : link])
}

/** The one outlet that links leave from and that the step does not have. */
function orphan(flow: Flow, id: string, outlets: readonly string[]): string | null {
  const found = new Set<string>()
  editLinks(flow, id, (link) => {
    if (!outlets.includes(outletOf(link))) found.add(outletOf(link))
    return [link]
  })
  const [only, ...others] = found
  return only !== undefined && others.length === 0 ? only : null
}

function editLinks(flow: Flow, from: string, edit: (link: Link) => Link[]): Flow {
  return editEveryGraph(flow, (graph) =>
    graph.links.some((link) => link.from === from)
      ? { ...graph, links: graph.links.flatMap((link) => (link.from === from ? edit(link) : [link])) }
      : graph,
  )
}
