/**
 * Edits of what is drawn around the steps: notes and groups.
 *
 * For: carrying them out, and keeping groups true when steps go, come or get another name. A step is in one group at most, and
 * a group without steps is gone.
 * Not here: where a group's frame stands (`frames`); it follows its steps.
 */
import type { Annotations, Flow, Group, Layout, Note } from "./definition"
import { nextNumbered } from "./labels"

export const LONGEST_NOTE = 5000
export const MOST_ANNOTATIONS = 200

export type AnnotationOperation =
  | { kind: "addNote"; flow: string; note: Note }
  | { kind: "setNote"; flow: string; note: string; change: Partial<Pick<Note, "text" | "color" | "at" | "size">> }
  | { kind: "moveNotes"; flow: string; positions: Layout }
  | { kind: "removeNotes"; flow: string; ids: string[] }
  | { kind: "addGroup"; flow: string; group: Group }
  | { kind: "setGroup"; flow: string; group: string; change: Partial<Pick<Group, "title" | "color" | "collapsed">> }
  | { kind: "joinGroup"; flow: string; group: string; steps: string[] }
  | { kind: "leaveGroups"; flow: string; steps: string[] }
  | { kind: "removeGroups"; flow: string; ids: string[] }

export function annotate(flow: Flow, operation: AnnotationOperation): Flow {
  const { notes, groups } = annotationsOf(flow)
  const taken = (id: string) => [...notes, ...groups].some((each) => each.id === id)
  switch (operation.kind) {
    case "addNote":
      if (notes.length >= MOST_ANNOTATIONS || taken(operation.note.id)) return flow
      return withAnnotations(flow, { notes: [...notes, operation.note], groups })
    case "setNote":
      return withAnnotations(flow, { notes: mapped<Note>(notes, operation.note, operation.change), groups })
    case "moveNotes":
      return withAnnotations(flow, { notes: moved(notes, operation.positions), groups })
    case "removeNotes":
      return withAnnotations(flow, { notes: without(notes, operation.ids), groups })
    case "addGroup":
      if (groups.length >= MOST_ANNOTATIONS || taken(operation.group.id)) return flow
      return joined(flow, [...groups, { ...operation.group, steps: [] }], operation.group.id, operation.group.steps)
    case "setGroup":
      return withAnnotations(flow, { notes, groups: mapped<Group>(groups, operation.group, operation.change) })
    case "joinGroup":
      return joined(flow, groups, operation.group, operation.steps)
    case "leaveGroups":
      return withAnnotations(flow, { notes, groups: left(groups, new Set(operation.steps)) })
    case "removeGroups":
      return withAnnotations(flow, { notes, groups: without(groups, operation.ids) })
  }
}

export function annotationsOf(flow: Flow): Required<Annotations> {
  return { notes: flow.annotations?.notes ?? [], groups: flow.annotations?.groups ?? [] }
}

export const groupOf = (flow: Flow, step: string): Group | undefined =>
  flow.annotations?.groups?.find((group) => group.steps.includes(step))

/** The same flow when nothing changed; empty lists are not written down. */
function withAnnotations(flow: Flow, { notes, groups }: Required<Annotations>): Flow {
  const before = annotationsOf(flow)
  const isSame = <T>(now: T[], was: T[]) => now === was || now.length + was.length === 0
  if (isSame(notes, before.notes) && isSame(groups, before.groups)) return flow
  const { annotations: _before, ...rest } = flow
  const annotations: Annotations = { ...(notes.length > 0 && { notes }), ...(groups.length > 0 && { groups }) }
  return Object.keys(annotations).length === 0 ? rest : { ...rest, annotations }
}

/** The very same list when nothing changes, so that an edit that does nothing leaves the document as it was. */
function mapped<T extends { id: string }>(list: T[], id: string, change: Partial<T>): T[] {
  const differs = (item: T) =>
    item.id === id && Object.entries(change).some(([key, value]) => !same(item[key as keyof T], value))
  return list.some(differs) ? list.map((item) => (item.id === id ? defined({ ...item, ...change }) : item)) : list
}

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other)

/** What is not set is not written down. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined && member !== false)) as T
}

function moved(notes: Note[], positions: Layout): Note[] {
  return Object.entries(positions).reduce((list, [id, at]) => mapped(list, id, { at }), notes)
}

function without<T extends { id: string }>(list: T[], ids: readonly string[]): T[] {
  return list.some((item) => ids.includes(item.id)) ? list.filter((item) => !ids.includes(item.id)) : list
}

/** Steps of the flow itself go into the group, out of those they were in. */
function joined(flow: Flow, groups: Group[], id: string, steps: readonly string[]): Flow {
  const standing = new Set(flow.steps.map((step) => step.id))
  const coming = new Set(steps.filter((step) => standing.has(step)))
  const before = annotationsOf(flow)
  const target = groups.find((group) => group.id === id)
  if (!target || coming.size === 0 || [...coming].every((step) => target.steps.includes(step))) return flow
  const emptied = groups.map((group) =>
    group.id === id
      ? { ...group, steps: [...new Set([...group.steps, ...coming])] }
      : { ...group, steps: group.steps.filter((step) => !coming.has(step)) },
  )
  return withAnnotations(flow, { notes: before.notes, groups: emptied.filter(hasSteps) })
}

const hasSteps = (group: Group): boolean => group.steps.length > 0

function left(groups: Group[], gone: ReadonlySet<string>): Group[] {
  if (!groups.some((group) => group.steps.some((step) => gone.has(step)))) return groups
  return groups.map((group) => ({ ...group, steps: group.steps.filter((step) => !gone.has(step)) })).filter(hasSteps)
}

/** After steps were taken away or moved into a container: they are in no group any more. */
export function keepGroupsTrue(before: Flow, after: Flow): Flow {
  const groups = after.annotations?.groups
  if (!groups || before.steps === after.steps) return after
  const standing = new Set(after.steps.map((step) => step.id))
  const gone = before.steps.map((step) => step.id).filter((id) => !standing.has(id))
  return withAnnotations(after, { notes: annotationsOf(after).notes, groups: left(groups, new Set(gone)) })
}

export function renameInGroups(flow: Flow, from: string, to: string): Flow {
  const groups = flow.annotations?.groups
  if (!groups?.some((group) => group.steps.includes(from))) return flow
  const renamed = groups.map((group) =>
    group.steps.includes(from) ? { ...group, steps: group.steps.map((step) => (step === from ? to : step)) } : group,
  )
  return { ...flow, annotations: { ...flow.annotations, groups: renamed } }
}

/** A step that came between two of one group belongs to it. */
export function joinNeighbours(flow: Flow, step: string, from: string, to: string): Flow {
  const group = groupOf(flow, from)
  return group?.steps.includes(to) ? joined(flow, annotationsOf(flow).groups, group.id, [step]) : flow
}

/** The id of a new note or group: one that none has. */
export function nextAnnotationId(flow: Flow, stem: "note" | "group"): string {
  const { notes, groups } = annotationsOf(flow)
  const taken = new Set([...notes, ...groups].map(({ id }) => id))
  return nextNumbered(stem, taken)
}

/** What a copy of steps and notes brings along: notes at their new places, groups whose steps all came. */
export function addCopies(flow: Flow, copies: Required<Annotations>): Flow {
  return [...copies.notes, ...copies.groups].reduce<Flow>((into, copy) => {
    if ("text" in copy) {
      const note = { ...copy, id: nextAnnotationId(into, "note") }
      return annotate(into, { kind: "addNote", flow: flow.key, note })
    }
    const group = { ...copy, id: nextAnnotationId(into, "group") }
    return annotate(into, { kind: "addGroup", flow: flow.key, group })
  }, flow)
}
