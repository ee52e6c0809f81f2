/** How far the wizard is, and whether a page can be left. Pure. */
import type { Wrong } from "../../config/checks"
import { say } from "../../config/saying"
import { type FormValues, problemsOf } from "../../config/values"
import type { ConfigVariable } from "../../flow/definition"
import { askedBy, type WizardPage } from "../../flow/pages"
import type { Words } from "./words"

/** The name that stands on a page. */
export const pageName = (page: WizardPage, words: Words): string =>
  page.derived ? words[`${page.derived}Page`] : page.name

/** The variables a page asks for, in its order. One that is gone is passed over. */
export function variablesOn(page: WizardPage, variables: readonly ConfigVariable[]): ConfigVariable[] {
  return page.elements.flatMap((element) => variables.find(({ key }) => key === askedBy(element)) ?? [])
}

/** What is wrong on a page, by key of the variable; empty when it can be left. What is hidden is not asked. */
export function pageProblems(
  page: WizardPage,
  variables: readonly ConfigVariable[],
  values: FormValues,
  hidden: ReadonlySet<string> = new Set(),
): Record<string, Wrong[]> {
  const asked = variablesOn(page, variables).filter(({ key }) => !hidden.has(key))
  const wrong = asked.map((one) => [one.key, problemsOf(one, values[one.key])] as const)
  return Object.fromEntries(wrong.filter(([, found]) => found.length > 0))
}

/** The first page that cannot be left yet; the number of pages when all can. */
export function firstOpenPage(
  pages: readonly WizardPage[],
  variables: readonly ConfigVariable[],
  values: FormValues,
): number {
  const open = pages.findIndex((page) => Object.keys(pageProblems(page, variables, values)).length > 0)
  return open < 0 ? pages.length : open
}

export const stepWords = (current: number, count: number, words: Words): string =>
  say(words.step, { number: Math.min(current + 1, count), count })
