/** The palette's list: what can stand where, in groups, and what a fresh step of a component starts with. */
import type { Component } from "../api/types"
import type { Input, Step } from "../flow/definition"
import type { InputSchema } from "../flow/schema"
import { searchComponents } from "./searching"

export const RECENT_KEY = "hookyard-recent-components"

export interface PlaceOfStep {
  /** Something comes before it: a trigger cannot stand there. */
  follows: boolean
  inLoop: boolean
}

/** What can stand there. What was used lately comes first until something is typed. */
export function offered(components: readonly Component[], search: string, place: PlaceOfStep): Component[] {
  const possible = components.filter(
    ({ key, kind }) => (place.inLoop || key !== "loop.break") && !(place.follows && kind === "trigger"),
  )
  if (search.trim()) return searchComponents(possible, search)
  const recent = recentComponents()
  const rank = ({ key }: Component) => (recent.includes(key) ? recent.indexOf(key) : recent.length)
  return possible.toSorted((a, b) => rank(a) - rank(b))
}

export interface Group {
  name: string
  /** Of a connector: many, so its operations are shown when asked for. */
  folds: boolean
  components: Component[]
}

/** Groups in the order in which the server first names them. */
export function grouped(components: readonly Component[]): Group[] {
  const groups = new Map<string, Component[]>()
  for (const component of components) groups.set(component.group, [...(groups.get(component.group) ?? []), component])
  return [...groups].map(([name, members]) => ({
    name,
    folds: members.some(({ connector }) => connector !== ""),
    components: members,
  }))
}

/** As it is called beside those of other services: several can create an issue. */
export const nameOf = ({ connector, group, title }: Component): string => (connector ? `${group}: ${title}` : title)

/** A step that is ready to be filled in: required inputs hold their defaults, so most problems vanish by themselves. */
export function freshStep(component: Component, id: string): Step {
  const inputs: Record<string, Input> = {}
  for (const name of component.inputs.required ?? []) {
    const start = startOf(component.inputs.properties?.[name])
    if (start) inputs[name] = start
  }
  const step: Step = { id, name: component.title, component: component.key, inputs }
  return component.kind === "container" ? { ...step, steps: [], links: [] } : step
}

function startOf(schema: InputSchema | undefined): Input | null {
  if (schema?.default !== undefined) return { value: schema.default }
  return schema?.enum?.[0] !== undefined ? { value: schema.enum[0] } : null
}

export function recentComponents(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]")
    return Array.isArray(stored) ? stored.filter((key) => typeof key === "string") : []
  } catch {
    return []
  }
}

export function rememberComponent(key: string): void {
  const recent = [key, ...recentComponents().filter((other) => other !== key)].slice(0, 4)
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(recent))
  } catch {
    // A full storage must not keep a step from being added.
  }
}
