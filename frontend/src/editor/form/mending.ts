import type { Input } from "../../flow/definition"
import type { Missing } from "../../flow/lookup"

/** The input with the nearest key in place of a missing one, wherever in it the reference stands. */
export function mended(input: Input, { reference, mended: next }: Missing): Input {
  if (next === null) return input
  const mend = (part: Input): Input => {
    if ("reference" in part) return part.reference === reference ? { reference: next } : part
    if ("template" in part)
      return {
        template: part.template.replace(/\{\{([^{}]*)\}\}/g, (whole, inner: string) =>
          inner.trim() === reference ? `{{${next}}}` : whole,
        ),
      }
    if ("list" in part) return { list: part.list.map(mend) }
    if ("object" in part)
      return { object: Object.fromEntries(Object.entries(part.object).map(([key, inner]) => [key, mend(inner)])) }
    return part
  }
  return mend(input)
}
