/**
 * Config values between the form and the wire.
 *
 * For: what the form begins with, what is sent, and what is wrong with it. Both sides hold JSON; text that is not JSON yet is
 * `Unread`. What a type takes: `checks`.
 */
import type { ConfigVariable } from "../flow/definition"
import { valueProblems, type Wrong, wrong } from "./checks"

/** Typed text that is not JSON yet. It stays in its field and is never sent. */
export class Unread {
  constructor(
    readonly text: string,
    readonly why: string,
  ) {}
}

/** JSON that is typed; nothing typed is no value. */
export function readJson(text: string): unknown {
  if (text.trim() === "") return undefined
  try {
    return JSON.parse(text)
  } catch (failure) {
    return new Unread(text, failure instanceof Error ? failure.message : String(failure))
  }
}

/** By key of the variable. Absent: not given, the default counts. */
export type FormValues = Record<string, unknown>

export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ""

/** Stored values, else the variables' defaults. A switch is always on or off. */
export function formValues(variables: readonly ConfigVariable[], stored: Record<string, unknown> = {}): FormValues {
  const entries = variables.map((variable) => [
    variable.key,
    stored[variable.key] ?? variable.default ?? begin(variable),
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function begin({ type, schema }: ConfigVariable): unknown {
  if (type === "boolean") return false
  if (type !== "form") return undefined
  const defaults = Object.entries(schema?.properties ?? {}).filter(([, field]) => field.default !== undefined)
  return defaults.length > 0 ? Object.fromEntries(defaults.map(([name, field]) => [name, field.default])) : undefined
}

/** What is wrong with one field; empty when it can be sent. */
export function problemsOf(variable: ConfigVariable, value: unknown): Wrong[] {
  if (value instanceof Unread) return wrong("notJson", { why: value.why })
  if (!isEmpty(value)) return valueProblems(variable, value)
  const missing = variable.required && isEmpty(variable.default)
  return missing ? wrong("required") : []
}

export const anyProblem = (variables: readonly ConfigVariable[], values: FormValues): boolean =>
  variables.some((variable) => problemsOf(variable, values[variable.key]).length > 0)

/** Empty fields are left out: the variable's default counts then. Call it when there is no problem. */
export function valuesToSend(variables: readonly ConfigVariable[], values: FormValues): Record<string, unknown> {
  return Object.fromEntries(
    variables.filter(({ key }) => !isEmpty(values[key])).map(({ key }) => [key, values[key]] as const),
  )
}

/** A value in the words of its type, for reading. */
export function valueWords(variable: ConfigVariable | undefined, value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No"
  if (variable?.type === "picklist") return variable.choices?.find((one) => one.value === value)?.label ?? String(value)
  return typeof value === "string" ? value : JSON.stringify(value)
}
