/** The cases that the server decides by as well. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parse } from "yaml"
import type { ConfigVariable } from "../flow/definition"
import type { ConfigPage } from "../flow/pages"
import { askedNow, shownOf } from "./shown"
import { Unread } from "./values"

interface Case {
  it: string
  values: Record<string, unknown>
  pages: number[]
  elements: string[]
  hidden: string[]
}

const file = join(import.meta.dirname, "../../../fixtures/config_pages/cases.yaml")
const { conditional, shown } = parse(readFileSync(file, "utf8")) as {
  conditional: { configVariables: ConfigVariable[]; configPages: ConfigPage[] }
  shown: Case[]
}
const told = (values: Record<string, unknown>) => {
  const found = shownOf(conditional.configPages, conditional.configVariables, values)
  return {
    pages: found.pages.flatMap((one, index) => (one ? [index] : [])),
    elements: found.elements.flatMap((row, page) => row.flatMap((one, index) => (one ? [`${page}.${index}`] : []))),
    hidden: [...found.hidden].sort(),
  }
}

it.each(shown.map((each) => [each.it, each] as const))("%s", (_name, { values, pages, elements, hidden }) => {
  expect(told(values)).toEqual({ pages, elements, hidden })
  const asked = askedNow({ variables: conditional.configVariables, pages: conditional.configPages }, values)
  const all = conditional.configVariables.map(({ key }) => key)
  expect(asked.map(({ key }) => key)).toEqual(all.filter((key) => !hidden.includes(key)))
})

it("takes text that is no value yet for no answer", () => {
  expect(told({ plan: "max", level: 1, tags: new Unread("[", "unfinished") })).toEqual(told({ plan: "max", level: 1 }))
})
