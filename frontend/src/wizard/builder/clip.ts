/** Elements of a page as text on the clipboard: readable, pasted into another integration or from a chat. */

import type { PageElement } from "../../flow/pages"
import { ELEMENTS } from "./elementWords"

export const asClip = (elements: readonly PageElement[]): string =>
  JSON.stringify({ configPageElements: elements }, null, 2)

export async function copyElement(element: PageElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(asClip([element]))
    return "Copied."
  } catch {
    return "The browser does not allow copying here; use Duplicate."
  }
}

/** Null when the clipboard holds no elements or may not be read. */
export async function pastedElements(): Promise<PageElement[] | null> {
  try {
    return readClip(await navigator.clipboard.readText())
  } catch {
    return null
  }
}

/** What is of a known type; whether its fields make sense is said on the board. */
export function readClip(text: string): PageElement[] | null {
  try {
    const read = JSON.parse(text) as { configPageElements?: unknown }
    const elements = Array.isArray(read.configPageElements) ? read.configPageElements : []
    const known = elements.filter(
      (one): one is PageElement =>
        typeof one === "object" && one !== null && Object.hasOwn(ELEMENTS, String((one as { type?: unknown }).type)),
    )
    return known.length > 0 ? known.map(withTexts) : null
  } catch {
    return null
  }
}

/** Fields that are drawn are text, whatever the clipboard says. */
function withTexts(element: PageElement): PageElement {
  const fields = Object.entries(element).map(([name, value]) => {
    if (name === "instructions") return [name, Array.isArray(value) ? value.map(String) : []]
    return [name, name === "settings" ? value : String(value)]
  })
  return Object.fromEntries(fields) as PageElement
}
