import type { Wrong } from "../../../config/checks"
import type { ConfigVariable } from "../../../flow/definition"

/** A control takes JSON and gives JSON; `undefined` clears it. */
export interface ControlProps {
  variable: Partial<ConfigVariable>
  label: string
  /** The label is for the ear alone, as in a row of a list. */
  quiet?: boolean
  description?: string | undefined
  required?: boolean
  value: unknown
  wrong: readonly Wrong[]
  change: (value: unknown) => void
}

export const asText = (value: unknown): string => (typeof value === "string" ? value : "")
