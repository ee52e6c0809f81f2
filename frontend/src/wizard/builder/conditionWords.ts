/** A condition as a sentence for whoever builds the pages. */
import type { ConfigVariable } from "../../flow/definition"
import type { Condition } from "../../flow/pages"

export function conditionWords(condition: Condition, variables: readonly ConfigVariable[]): string {
  const variable = variables.find(({ key }) => key === condition.variable)
  const name = variable?.name || condition.variable
  const told = (value: unknown): string =>
    typeof value === "boolean"
      ? value
        ? "Yes"
        : "No"
      : variable?.choices?.find((choice) => choice.value === value)?.label || String(value)
  if (condition.isSet !== undefined) return `Shown when ${name} is ${condition.isSet ? "" : "not "}filled in`
  if (condition.oneOf !== undefined) return `Shown when ${name} is ${condition.oneOf.map(told).join(" or ")}`
  return `Shown when ${name} is ${told(condition.equals)}`
}
