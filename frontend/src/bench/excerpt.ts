/** The lines of a Code step around the one where it failed. */
import type { StepError } from "../api/types"

export interface CodeLine {
  number: number
  text: string
  /** Where it failed, counted from 1; null on the lines around it. */
  column: number | null
}

const AROUND = 2

/** Empty unless the error names a line and the step's inputs hold the code that has it. */
export function excerptOf(error: StepError, inputs: unknown): CodeLine[] {
  const { line, column } = (error.details ?? {}) as { line?: unknown; column?: unknown }
  const code = (inputs as { code?: unknown } | null)?.code
  if (typeof line !== "number" || typeof code !== "string") return []
  const lines = code.split("\n")
  if (line < 1 || line > lines.length) return []
  const first = Math.max(1, line - AROUND)
  return lines.slice(first - 1, line + AROUND).map((text, index) => ({
    number: first + index,
    text,
    column: first + index === line ? (typeof column === "number" ? column : 1) : null,
  }))
}

/** What else is known of an error, once its place is shown in the code. */
export function furtherDetails(error: StepError, excerpt: CodeLine[]): Record<string, unknown> | null {
  const { line, column, ...rest } = (error.details ?? {}) as Record<string, unknown>
  const left = excerpt.length > 0 ? rest : { ...error.details }
  return Object.keys(left).length > 0 ? left : null
}
