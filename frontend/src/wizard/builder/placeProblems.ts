/** Which problems of the draft belong where on the board. */
import type { ConfigVariable, Problem } from "../../flow/definition"
import { type Pages, type Spot, spotOf } from "../../flow/pageEdits"
import { askedBy, type PageElement } from "../../flow/pages"
import type { Chosen } from "./board"

/** Sentences by field below a place: "text", "instructions[1]", "" for the place itself. */
function below(problems: readonly Problem[], start: string): Record<string, string> {
  const own = problems.filter(({ field }) => field === start || field?.startsWith(`${start}.`))
  return Object.fromEntries(own.map(({ field, message }) => [(field ?? "").slice(start.length + 1), message]))
}

export const problemsOfPage = (problems: readonly Problem[], page: number): Record<string, string> =>
  below(problems, `configPages[${page}]`)

export const problemsOfElement = (problems: readonly Problem[], { page, index }: Spot): Record<string, string> =>
  below(problems, `configPages[${page}].elements[${index}]`)

export const problemsOfVariable = (problems: readonly Problem[], index: number): Problem[] =>
  problems.filter(({ field }) => field?.startsWith(`configVariables[${index}].`))

/** All that is wrong with an element: with itself, and with the variable it asks for. */
export function problemsOfCard(
  problems: readonly Problem[],
  { page, index }: Spot,
  element: PageElement,
  variables: readonly ConfigVariable[],
): Problem[] {
  const start = `configPages[${page}].elements[${index}]`
  const own = problems.filter(({ field }) => field === start || field?.startsWith(`${start}.`))
  const key = askedBy(element)
  return key === null
    ? own
    : [
        ...own,
        ...problemsOfVariable(
          problems,
          variables.findIndex((one) => one.key === key),
        ),
      ]
}

/** Fields of settings that say themselves what is wrong with them. */
const SAYS_ITSELF =
  /\.(text|url|alt|flow|label|scheme|instructions\[\d+\]|name|key|type|of|choices|minimum|maximum|service|schema|default|shownWhen|shownWhen\.variable)$/

/** Each sentence once; with the settings open, only what they do not say. */
export const sentences = (problems: readonly Problem[], open: boolean): string[] => [
  ...new Set(problems.filter(({ field }) => !open || !SAYS_ITSELF.test(field ?? "")).map(({ message }) => message)),
]

/** Where a problem is repaired; null: nowhere here. */
export function placeOf(problem: Pick<Problem, "field">, pages: Pages, keys: readonly string[]): Chosen {
  const element = /^configPages\[(\d+)\]\.elements\[(\d+)\]/.exec(problem.field ?? "")
  if (element) return { kind: "element", spot: { page: Number(element[1]), index: Number(element[2]) } }
  const page = /^configPages\[(\d+)\]/.exec(problem.field ?? "")
  if (page) return { kind: "page", page: Number(page[1]) }
  const variable = keys[Number(/^configVariables\[(\d+)\]/.exec(problem.field ?? "")?.[1] ?? -1)]
  if (variable === undefined) return null
  const spot = spotOf(pages, variable)
  return spot ? { kind: "element", spot } : { kind: "variable", key: variable }
}
