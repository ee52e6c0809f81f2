/**
 * What the command palette offers: commands, components, flows, steps, places. Plain data, found and ranked here.
 *
 * Not here: what choosing one does (`CommandPalette`).
 */
import type { Component } from "../../api/types"
import { allSteps, type Definition, type Flow, parentOf } from "../../flow/definition"
import { offered } from "../catalogue"
import { beginsAWord, rankOfComponent } from "../searching"
import { documentOf, type EditorState, flowOf } from "../store"
import { keysOf } from "./bindings"
import type { EditorPage } from "./command"
import { COMMANDS, type CommandName, inSections, isUsable } from "./table"

export type Target =
  | { kind: "command"; name: CommandName }
  | { kind: "component"; key: string }
  | { kind: "flow"; flow: string }
  | { kind: "step"; flow: string; step: string }
  | { kind: "place"; to: string }

export interface Entry {
  id: string
  target: Target
  title: string
  /** What else tells it from others: the section, the flow, the label. */
  detail: string
  /** More that people may type. */
  words: string
  icon?: string
  /** What it adds, which is ranked as in the palette. */
  component?: Component
  keys?: string
}

export interface PlaceToGo {
  to: string
  label: string
}

/** Everything that can be had now, in the order in which the palette lists it. */
export function entriesOf(state: EditorState, page: EditorPage, places: readonly PlaceToGo[]): Entry[] {
  const document = documentOf(state)
  return [
    ...commandEntries(state, page),
    ...flowEntries(document, state.flowKey),
    ...places.map(placeEntry),
    ...addable(state).map(componentEntry),
    ...document.flows.flatMap((flow) => stepEntries(flow, state.components)),
  ]
}

function commandEntries(state: EditorState, page: EditorPage): Entry[] {
  const usable = COMMANDS.filter((command) => command.name !== "commands" && isUsable(command, state, page))
  return inSections(usable).flatMap(({ section, commands }) =>
    commands.map(({ name, title, titleNow, synonyms = [] }): Entry => {
      const [keys] = keysOf(name)
      const words = [title, ...synonyms].join(" ")
      const entry = { id: name, target: { kind: "command", name }, title: titleNow?.(state, page) ?? title } as const
      return { ...entry, detail: section, words, ...(keys !== undefined && { keys }) }
    }),
  )
}

function flowEntries(document: Definition, open: string): Entry[] {
  return document.flows
    .filter((flow) => flow.key !== open)
    .map((flow) => ({
      id: `flow ${flow.key}`,
      target: { kind: "flow", flow: flow.key },
      title: `Go to ${flow.name}`,
      detail: "Flow",
      words: flow.key,
    }))
}

/** What can stand beside the selection; a trigger stands by itself wherever it is added. */
function addable(state: EditorState): Component[] {
  const flow = flowOf(state)
  const [first] = state.selected
  if (state.readOnly || !flow) return []
  const inLoop = first !== undefined && parentOf(flow, first) !== null
  return offered(Object.values(state.components), "", { follows: false, inLoop })
}

function placeEntry({ to, label }: PlaceToGo): Entry {
  return {
    id: `place ${to}`,
    target: { kind: "place", to },
    title: `Go to ${label}`,
    detail: "Place",
    words: "open page",
  }
}

function componentEntry(component: Component): Entry {
  const { key, title, synonyms, summary, group, icon } = component
  const words = [...synonyms, key, summary].join(" ")
  const target: Target = { kind: "component", key }
  return { id: `add ${key}`, target, title: `Add ${title}`, detail: group, words, icon, component }
}

function stepEntries(flow: Flow, components: Readonly<Record<string, Component>>): Entry[] {
  return allSteps(flow.steps).map((step) => {
    const component = components[step.component]
    return {
      id: `step ${flow.key} ${step.id}`,
      target: { kind: "step", flow: flow.key, step: step.id },
      title: `Go to ${step.name || component?.title || step.component}`,
      detail: `${flow.name} › ${step.id}`,
      words: component?.title ?? "",
      ...(component && { icon: component.icon }),
    }
  })
}

/** Best first; among equals the order stays. Every word of the search must be found somewhere. */
export function searchEntries(entries: readonly Entry[], search: string): Entry[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === "") return [...entries]
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < MISS)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}

const MISS = 9

function rankOf(entry: Entry, wanted: string): number {
  const rank = tierOf(entry, wanted)
  return entry.component && rank < MISS ? rank + rankOfComponent(entry.component, wanted) / 100 : rank
}

function tierOf({ target, title, detail, words }: Entry, wanted: string): number {
  const plain = title.toLowerCase().replace(/^(go to|add) /, "")
  // A component's group is too wide a word: "lo" would find all of Logic.
  const others = (target.kind === "component" ? words : `${detail} ${words}`).toLowerCase()
  if (title.toLowerCase().startsWith(wanted) || plain.startsWith(wanted)) return 0
  if (beginsAWord(plain, wanted)) return 1
  if (plain.includes(wanted)) return 2
  if (beginsAWord(others, wanted)) return 3
  const parts = wanted.split(/\s+/)
  const all = `${title.toLowerCase()} ${others}`
  if (parts.every((part) => beginsAWord(all, part))) return 4
  return parts.every((part) => all.includes(part)) ? 5 : MISS
}

const RECENT = "hookyard-recent-commands"
const KEPT = 5

export function recentIds(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]")
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : []
  } catch {
    return []
  }
}

export function rememberEntry(id: string): void {
  try {
    localStorage.setItem(RECENT, JSON.stringify([id, ...recentIds().filter((other) => other !== id)].slice(0, KEPT)))
  } catch {
    // A browser that keeps nothing only loses what was used lately.
  }
}

/** What was used lately comes first, in a group of its own, until something is typed. */
export function withRecent(entries: readonly Entry[]): { recent: Entry[]; others: Entry[] } {
  const recent = recentIds().flatMap((id) => entries.find((entry) => entry.id === id) ?? [])
  return { recent, others: entries.filter((entry) => !recent.includes(entry)) }
}
