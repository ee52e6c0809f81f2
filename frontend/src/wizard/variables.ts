/** Small questions about the config variables of a draft. */
import type { ConfigVariable, Problem } from "../flow/definition"
import { slug } from "../flow/labels"

export function freeVariable(variables: readonly ConfigVariable[]): ConfigVariable {
  const taken = new Set(variables.flatMap(({ name, key }) => [name, key]))
  let number = variables.length + 1
  while (taken.has(`Variable ${number}`) || taken.has(`variable-${number}`)) number += 1
  return { key: slug(`Variable ${number}`), name: `Variable ${number}`, type: "string" }
}

/** The sentences about one variable, by its field: "default", "choices". */
export function problemsAt(problems: readonly Problem[], index: number): Record<string, string> {
  const start = `configVariables[${index}].`
  return Object.fromEntries(
    problems
      .filter(({ field }) => field?.startsWith(start))
      .map(({ field, message }) => [(field ?? "").slice(start.length).split(/[.[]/)[0], message]),
  )
}
