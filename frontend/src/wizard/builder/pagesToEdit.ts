import type { Definition } from "../../flow/definition"
import { type ConfigPage, configPages, pagesOf } from "../../flow/pages"
import { pageName } from "../view/progress"
import { wordsWith } from "../view/words"

const WORDS = wordsWith()

/** The pages as they would be saved: derived ones with names, and none where nothing is asked. */
export function pagesToEdit(definition: Definition): { pages: ConfigPage[]; derived: boolean } {
  const made = configPages(definition)
  if (made.length > 0) return { pages: made, derived: false }
  const derived = pagesOf(definition).filter(({ elements }) => elements.length > 0)
  return { pages: derived.map((page) => ({ name: pageName(page, WORDS), elements: page.elements })), derived: true }
}
