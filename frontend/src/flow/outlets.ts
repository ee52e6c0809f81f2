/** Where links may leave a step. Mirrors what the server derives from the same raw inputs. */
import type { Input, Step } from "./definition"

/** A branch's list of named ways out, by component. */
const NAMED_BY: Record<string, string> = { "branch.value": "cases", "branch.expression": "branches" }

export function outletsOf(step: Step): string[] {
  const list = NAMED_BY[step.component]
  const own = list ? [...new Set(names(step.inputs?.[list])), "else"] : ["out"]
  return step.onError === "branch" ? [...own, "error"] : own
}

function names(input: Input | undefined): string[] {
  if (!input) return []
  if ("list" in input) return input.list.flatMap((item) => nameOf(item))
  if ("value" in input && Array.isArray(input.value)) return input.value.flatMap((item) => literalName(item))
  return []
}

function nameOf(item: Input): string[] {
  if ("object" in item) return item.object.name && "value" in item.object.name ? text(item.object.name.value) : []
  return "value" in item ? literalName(item.value) : []
}

function literalName(item: unknown): string[] {
  return typeof item === "object" && item !== null && "name" in item ? text(item.name) : []
}

const text = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : [])
