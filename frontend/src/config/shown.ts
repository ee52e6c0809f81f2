/**
 * Which pages and elements of a wizard are shown for given answers, and which answers count for nothing. Pure.
 *
 * The server decides the same (`runtime/engine/config_shown.py`); both are held to the cases of `fixtures/config_pages/`.
 */
import type { ConfigVariable } from "../flow/definition"
import { askedBy, type Condition, type ConfigPage } from "../flow/pages"
import { type FormValues, isEmpty, Unread } from "./values"

/** By index. `hidden`: keys of variables that only hidden elements ask for. */
export interface Shown {
  pages: boolean[]
  elements: boolean[][]
  hidden: ReadonlySet<string>
}

/** What a version asks an instance for. */
export interface Asked {
  variables: readonly ConfigVariable[]
  pages: readonly ConfigPage[]
}

/** The variables that count, for given answers. */
export function askedNow({ variables, pages }: Asked, values: FormValues): ConfigVariable[] {
  const { hidden } = shownOf(pages, variables, values)
  return variables.filter(({ key }) => !hidden.has(key))
}

/** One walk: a condition names only what stands before it. */
export function shownOf(pages: readonly ConfigPage[], variables: readonly ConfigVariable[], values: FormValues): Shown {
  const hidden = new Set<string>()
  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) return true
    const variable = variables.find(({ key }) => key === condition.variable)
    const answered = hidden.has(condition.variable) ? undefined : answerOf(variable, values[condition.variable])
    return isSo(condition, answered)
  }
  const shown = pages.map((page) => {
    const here = holds(page.shownWhen)
    const elements = page.elements.map((element) => {
      const drawn = here && holds(element.shownWhen)
      const asked = askedBy(element)
      if (!drawn && asked) hidden.add(asked)
      return drawn
    })
    return { here, elements }
  })
  return { pages: shown.map(({ here }) => here), elements: shown.map(({ elements }) => elements), hidden }
}

/** Undefined where there is none. A switch that nobody touched is off. */
function answerOf(variable: ConfigVariable | undefined, given: unknown): unknown {
  const value = isEmpty(given) || given instanceof Unread ? variable?.default : given
  return value ?? (variable?.type === "boolean" ? false : undefined)
}

function isSo(condition: Condition, answer: unknown): boolean {
  if (condition.isSet !== undefined) return !isNothing(answer) === condition.isSet
  const wanted = condition.oneOf ?? [condition.equals]
  return answer !== undefined && wanted.some((one) => one === answer)
}

const isNothing = (answer: unknown): boolean =>
  isEmpty(answer) || (typeof answer === "object" && answer !== null && Object.keys(answer).length === 0)
