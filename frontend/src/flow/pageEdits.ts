/**
 * Edits of the config pages, as pure functions from pages to pages.
 *
 * For: adding, moving, copying and taking away elements and pages, and following a config variable that changes. An edit that
 * makes no sense any more changes nothing.
 */
import type { ConfigVariable } from "./definition"
import { askedBy, type ConfigPage, elementFor, type PageElement } from "./pages"

/** A place among the elements of a page. Of a new place: before which element. */
export interface Spot {
  page: number
  index: number
}

export type Pages = readonly ConfigPage[]

const onPage = (pages: Pages, at: number, edit: (page: ConfigPage) => ConfigPage): ConfigPage[] =>
  pages.map((page, index) => (index === at ? edit(page) : page))

const withElements = (pages: Pages, at: number, edit: (elements: PageElement[]) => PageElement[]): ConfigPage[] =>
  onPage(pages, at, (page) => ({ ...page, elements: edit(page.elements) }))

export const elementAt = (pages: Pages, { page, index }: Spot): PageElement | undefined => pages[page]?.elements[index]

export const addElement = (pages: Pages, { page, index }: Spot, element: PageElement): ConfigPage[] =>
  withElements(pages, page, (elements) => elements.toSpliced(index, 0, element))

export const changeElement = (pages: Pages, { page, index }: Spot, element: PageElement): ConfigPage[] =>
  withElements(pages, page, (elements) => elements.map((each, at) => (at === index ? element : each)))

export const removeElement = (pages: Pages, { page, index }: Spot): ConfigPage[] =>
  withElements(pages, page, (elements) => elements.filter((_, at) => at !== index))

/** To before the element that stands at `to` now. Also says where it stands then. */
export function moveElement(pages: Pages, from: Spot, to: Spot): { pages: ConfigPage[]; spot: Spot } {
  const element = elementAt(pages, from)
  if (!element || !pages[to.page]) return { pages: [...pages], spot: from }
  const shift = from.page === to.page && from.index < to.index ? 1 : 0
  const spot = { page: to.page, index: to.index - shift }
  return { pages: addElement(removeElement(pages, from), spot, element), spot }
}

/** One place up or down; from the edge of a page to the next page. */
export function stepElement(pages: Pages, from: Spot, by: -1 | 1): { pages: ConfigPage[]; spot: Spot } {
  const count = pages[from.page]?.elements.length ?? 0
  const next = from.index + by
  if (next >= 0 && next < count) return moveElement(pages, from, { page: from.page, index: by < 0 ? next : next + 1 })
  const page = from.page + by
  const there = pages[page]
  if (!there) return { pages: [...pages], spot: from }
  return moveElement(pages, from, { page, index: by < 0 ? there.elements.length : 0 })
}

/** "Page 3", or with the next number that is free. */
export function freePageName(pages: Pages, name = "Page"): string {
  const taken = new Set(pages.map((page) => page.name))
  let number = pages.length + 1
  while (taken.has(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}

export const addPage = (pages: Pages, at: number, page: ConfigPage): ConfigPage[] => pages.toSpliced(at, 0, page)

export const changePage = (pages: Pages, at: number, change: Partial<Omit<ConfigPage, "elements">>): ConfigPage[] =>
  onPage(pages, at, (page) => {
    const { tagline, shownWhen, ...next } = { ...page, ...change }
    return { ...next, ...(tagline && { tagline }), ...(shownWhen && { shownWhen }) }
  })

export const removePage = (pages: Pages, at: number): ConfigPage[] => pages.filter((_, index) => index !== at)

export function movePage(pages: Pages, from: number, by: -1 | 1): ConfigPage[] {
  const page = pages[from]
  const to = from + by
  return page && to >= 0 && to < pages.length ? pages.toSpliced(from, 1).toSpliced(to, 0, page) : [...pages]
}

/** A copy of a page asks for nothing that the page asks for: a value is asked for once. */
export function duplicatePage(pages: Pages, at: number): ConfigPage[] {
  const page = pages[at]
  if (!page) return [...pages]
  const elements = page.elements.filter((element) => askedBy(element) === null)
  return addPage(pages, at + 1, { ...page, name: freeCopyName(pages, page.name), elements })
}

function freeCopyName(pages: Pages, name: string): string {
  const taken = new Set(pages.map((page) => page.name))
  const copy = `${name} (copy)`.slice(-120)
  return taken.has(copy) ? freePageName(pages, copy) : copy
}

/** Where the element stands that asks for a variable. */
export function spotOf(pages: Pages, variable: string): Spot | null {
  for (const [page, { elements }] of pages.entries()) {
    const index = elements.findIndex((element) => askedBy(element) === variable)
    if (index >= 0) return { page, index }
  }
  return null
}

export const withoutVariable = (pages: Pages, key: string): ConfigPage[] =>
  pages.map((page) =>
    page.elements.some((element) => askedBy(element) === key)
      ? { ...page, elements: page.elements.filter((element) => askedBy(element) !== key) }
      : page,
  )

/** After a variable got another type: a connection is asked for otherwise than a value. */
export const askedAs = (pages: Pages, variable: ConfigVariable): ConfigPage[] =>
  pages.map((page) => ({
    ...page,
    elements: page.elements.map((element) =>
      askedBy(element) === variable.key
        ? { ...elementFor(variable), ...(element.shownWhen && { shownWhen: element.shownWhen }) }
        : element,
    ),
  }))
