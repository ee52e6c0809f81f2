/**
 * Config values between the form, which holds text, and the wire, which holds JSON.
 *
 * For: one direction and the other, and saying what cannot be read.
 */
import type { ConfigVariable } from "../flow/definition"

/** What the form holds for each variable, by key: text, or a boolean for a switch. */
export type FormValues = Record<string, string | boolean>

const asText = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  return typeof value === "string" ? value : JSON.stringify(value, null, 2)
}

function asField(variable: ConfigVariable, value: unknown): string | boolean {
  if (variable.type === "boolean") return value === true
  if (variable.type === "json") return value === undefined || value === null ? "" : JSON.stringify(value, null, 2)
  return asText(value)
}

/** Stored values, else the variables' defaults. */
export function formValues(variables: readonly ConfigVariable[], stored: Record<string, unknown> = {}): FormValues {
  return Object.fromEntries(
    variables.map((variable) => [variable.key, asField(variable, stored[variable.key] ?? variable.default)]),
  )
}

/** What is wrong with one field, in words; null when it can be sent. */
export function valueProblem(variable: ConfigVariable, value: string | boolean | undefined): string | null {
  if (typeof value !== "string" || value.trim() === "") {
    const missing = variable.required && typeof value !== "boolean" && (variable.default ?? null) === null
    return missing ? "This value is required." : null
  }
  if (variable.type === "number" && !Number.isFinite(Number(value))) return "Write a number."
  if (variable.type !== "json") return null
  try {
    JSON.parse(value)
    return null
  } catch (error) {
    return `Not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Empty fields are left out: the variable's default counts then. Call it when there is no problem. */
export function valuesToSend(variables: readonly ConfigVariable[], values: FormValues): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const { key, type } of variables) {
    const value = values[key]
    if (typeof value === "boolean") sent[key] = value
    else if (value !== undefined && value !== "") sent[key] = parsed(type, value)
  }
  return sent
}

function parsed(type: ConfigVariable["type"], value: string): unknown {
  if (type === "number") return Number(value)
  return type === "json" ? JSON.parse(value) : value
}
