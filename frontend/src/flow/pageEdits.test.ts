import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { pages as anyPages } from "./arbitrary/documents"
import {
  addElement,
  askedAs,
  duplicatePage,
  moveElement,
  movePage,
  type Pages,
  removeElement,
  spotOf,
  stepElement,
  withoutVariable,
} from "./pageEdits"
import type { ConfigPage, PageElement } from "./pages"

const heading = (text: string): PageElement => ({ type: "heading", text })
const asks = (variable: string): PageElement => ({ type: "configVariable", variable })
const PAGES: ConfigPage[] = [
  { name: "One", elements: [heading("a"), asks("b"), heading("c")] },
  { name: "Two", elements: [heading("d")] },
]
const drawn = (pages: Pages) => pages.map(({ elements }) => elements.map(letter).join("")).join("|")
const letter = (element: PageElement) =>
  "text" in element ? element.text : "variable" in element ? element.variable : "?"

describe("moving an element", () => {
  it.each([
    [{ page: 0, index: 0 }, { page: 0, index: 3 }, "bca|d", { page: 0, index: 2 }],
    [{ page: 0, index: 2 }, { page: 0, index: 0 }, "cab|d", { page: 0, index: 0 }],
    [{ page: 0, index: 1 }, { page: 1, index: 1 }, "ac|db", { page: 1, index: 1 }],
    [{ page: 1, index: 0 }, { page: 0, index: 1 }, "adbc|", { page: 0, index: 1 }],
    [{ page: 0, index: 1 }, { page: 0, index: 1 }, "abc|d", { page: 0, index: 1 }],
    [{ page: 0, index: 1 }, { page: 0, index: 2 }, "abc|d", { page: 0, index: 1 }],
    [{ page: 0, index: 1 }, { page: 7, index: 0 }, "abc|d", { page: 0, index: 1 }],
  ])("%j to before %j", (from, to, result, spot) => {
    const moved = moveElement(PAGES, from, to)
    expect(drawn(moved.pages)).toBe(result)
    expect(moved.spot).toEqual(spot)
  })

  it("steps over the edge of a page, and no further than the ends", () => {
    const down = stepElement(PAGES, { page: 0, index: 2 }, 1)
    expect([drawn(down.pages), down.spot]).toEqual(["ab|cd", { page: 1, index: 0 }])
    const up = stepElement(PAGES, { page: 1, index: 0 }, -1)
    expect([drawn(up.pages), up.spot]).toEqual(["abcd|", { page: 0, index: 3 }])
    expect(drawn(stepElement(PAGES, { page: 1, index: 0 }, 1).pages)).toBe("abc|d")
    expect(drawn(stepElement(PAGES, { page: 0, index: 0 }, -1).pages)).toBe("abc|d")
  })

  it("loses and doubles nothing, and what stood there stands where it says", PATIENT, () => {
    const spot = fc.record({ page: fc.nat(3), index: fc.nat(5) })
    fc.assert(
      fc.property(anyPages, spot, spot, (pages, from, to) => {
        const all = (some: Pages) => some.flatMap(({ elements }) => elements).map((each) => JSON.stringify(each))
        const there = { ...to, index: Math.min(to.index, pages[to.page]?.elements.length ?? 0) }
        const moved = moveElement(pages, from, there)
        expect(all(moved.pages).sort()).toEqual(all(pages).sort())
        const element = pages[from.page]?.elements[from.index]
        if (element) expect(moved.pages[moved.spot.page]?.elements[moved.spot.index]).toEqual(element)
      }),
    )
  })
})

it("adds, takes away and moves pages", () => {
  expect(drawn(addElement(PAGES, { page: 1, index: 0 }, heading("x")))).toBe("abc|xd")
  expect(drawn(removeElement(PAGES, { page: 0, index: 1 }))).toBe("ac|d")
  expect(drawn(movePage(PAGES, 0, 1))).toBe("d|abc")
  expect(drawn(movePage(PAGES, 0, -1))).toBe("abc|d")
  expect(drawn(withoutVariable(PAGES, "b"))).toBe("ac|d")
  expect(spotOf(PAGES, "b")).toEqual({ page: 0, index: 1 })
})

it("copies a page without what is asked for once, under a name of its own", () => {
  const [, copy, ...rest] = duplicatePage(duplicatePage(PAGES, 0), 0)
  expect(copy?.elements.map(letter)).toEqual(["a", "c"])
  expect(new Set(["One", copy?.name, ...rest.map(({ name }) => name)]).size).toBe(4)
})

it("asks for a variable that has become a connection as for one", () => {
  const [page] = askedAs(PAGES, { key: "b", name: "Bee", type: "connection" })
  expect(page?.elements).toEqual([heading("a"), { type: "connection", variable: "b" }, heading("c")])
})
