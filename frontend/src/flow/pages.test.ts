/** The cases that the server derives pages by. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parse } from "yaml"
import { complete, type Definition } from "./definition"
import { pagesOf, type WizardPage } from "./pages"

interface Case {
  it: string
  set: Record<string, unknown>
  pages: WizardPage[]
}

const file = join(import.meta.dirname, "../../../fixtures/config_pages/cases.yaml")
const { sound, derived } = parse(readFileSync(file, "utf8")) as { sound: Definition; derived: Case[] }

function changed(changes: Record<string, unknown>): Definition {
  const result = structuredClone(sound)
  for (const [path, value] of Object.entries(changes)) {
    const way = path.split(".")
    const last = way.pop() ?? ""
    let here = result as unknown as Record<string, unknown>
    for (const part of way) here = here[part] as Record<string, unknown>
    here[last] = value
  }
  return complete(result)
}

it.each(derived.map((each) => [each.it, each] as const))("%s", (_name, { set, pages }) => {
  expect(pagesOf(changed(set))).toEqual(pages)
})
