/** What changed in a field, in a sentence. */
import type { components } from "../api/schema.gen"

type Drift = components["schemas"]["Drift"]

const KINDS: Record<Drift["was"], string> = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  list: "a list",
  null: "null",
  missing: "missing",
  several: "of several types",
}
const READERS: Record<string, string> = {
  flowName: "the Flow name picker",
  externalCustomerId: "the External customer id picker",
  ordering: "the flow's order",
  dedupe: "the flow's way to drop repeats",
}

export const changeInWords = ({ was, now }: Pick<Drift, "was" | "now">): string =>
  `was ${KINDS[was]}, and is now ${KINDS[now]}`

export const readersInWords = ({ readers, flowName }: Pick<Drift, "readers" | "flowName">): string => {
  const names = readers.map(({ kind, name }) => (kind === "step" ? name : (READERS[name] ?? name)))
  return `${names.join(", ")}${flowName ? ` of ${flowName}` : ""}`
}
