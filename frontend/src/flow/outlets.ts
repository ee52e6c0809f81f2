/** Where links may leave a step. Mirrors what the server derives from the same raw inputs. */
import type { Input, Step } from "./definition"

/** A branch's list of named ways out, by component. */
const NAMED_BY: Record<string, string> = { "branch.value": "cases", "branch.expression": "branches" }

export function outletsOf(step: Step): string[] {
  const named = caseNames(step)
  const own = named ? [...new Set(named.filter((name) => name !== "")), "else"] : waysOut(step)
  return step.onError === "branch" ? [...own, "error"] : own
}

/** A placeholder names its ways out itself; any other step has one. */
function waysOut(step: Step): string[] {
  const input = step.component === "placeholder" ? step.inputs?.outlets : undefined
  const given = input && ("value" in input ? input.value : "list" in input ? input.list.map(literalOf) : [])
  const names = Array.isArray(given) ? given.filter((name) => typeof name === "string" && name !== "") : []
  return names.length > 0 ? [...new Set(names as string[])] : ["out"]
}

const literalOf = (item: Input): unknown => ("value" in item ? item.value : "")

/** The names of a branch's cases by their place, empty where one has none; null for steps that are no branch. */
export function caseNames(step: Step): string[] | null {
  const list = NAMED_BY[step.component]
  if (!list) return null
  const input = step.inputs?.[list]
  if (!input) return []
  if ("list" in input) return input.list.map(nameOf)
  return "value" in input && Array.isArray(input.value) ? input.value.map(literalName) : []
}

function nameOf(item: Input): string {
  if ("object" in item) return item.object.name && "value" in item.object.name ? text(item.object.name.value) : ""
  return "value" in item ? literalName(item.value) : ""
}

function literalName(item: unknown): string {
  return typeof item === "object" && item !== null && "name" in item ? text(item.name) : ""
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")
