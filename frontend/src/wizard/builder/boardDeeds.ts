/** The gestures of the board, each as one edit of the draft. */
import type { NewNames } from "../../flow/configRenaming"
import type { ConfigVariable, Definition } from "../../flow/definition"
import type { Operation } from "../../flow/operations"
import {
  addElement,
  addPage,
  askedAs,
  changeElement,
  changePage,
  duplicatePage,
  elementAt,
  freePageName,
  moveElement,
  movePage,
  removeElement,
  removePage,
  type Spot,
  spotOf,
  stepElement,
  withoutVariable,
} from "../../flow/pageEdits"
import { askedBy, type ConfigPage, elementFor, isSeen, type PageElement } from "../../flow/pages"
import { freeVariable } from "../variables"
import type { Chosen, Deeds, Dragged, Target } from "./board"
import { elementName, elementWords } from "./elementWords"
import { pagesToEdit } from "./pagesToEdit"

interface Tools {
  /** The document as it is now: several deeds may come between two drawings. */
  read: () => Definition
  chosen: () => Chosen
  isOpen: () => boolean
  write: (operations: Operation[], label: string, burst?: string) => void
  choose: (chosen: Chosen, open?: boolean) => void
  fly: (chosen: Chosen, open?: boolean) => void
  say: (text: string) => void
  /** What names it follows. */
  rename: (variable: ConfigVariable, to: NewNames) => void
  undo: () => void
  redo: () => void
}

export function boardDeeds({ read, chosen, isOpen, write, choose, fly, say, rename, undo, redo }: Tools): Deeds {
  const pagesNow = (): ConfigPage[] => pagesToEdit(read()).pages
  const variablesNow = (): ConfigVariable[] => read().configVariables ?? []
  const setPages = (pages: ConfigPage[]): Operation => ({ kind: "setConfigPages", pages })
  const setVariables = (variables: ConfigVariable[]): Operation => ({ kind: "setConfigVariables", variables })
  const variable = (key: string) => variablesNow().find((one) => one.key === key)
  const nameOf = (key: string) => variable(key)?.name || key

  /** After what is chosen, else at the end of the page that is chosen, else of the last. A page is made where there is none. */
  const place = (): { pages: ConfigPage[]; spot: Spot } => {
    const pages = pagesNow()
    if (pages.length === 0) return { pages: [{ name: "Set up", elements: [] }], spot: { page: 0, index: 0 } }
    const where = chosen()
    if (where?.kind === "element" && pages[where.spot.page])
      return { pages, spot: { page: where.spot.page, index: where.spot.index + 1 } }
    const page = where?.kind === "page" && pages[where.page] ? where.page : pages.length - 1
    return { pages, spot: { page, index: pages[page]?.elements.length ?? 0 } }
  }
  const told = (pages: ConfigPage[], spot: Spot) =>
    `${pages[spot.page]?.name ?? "page"}, place ${spot.index + 1} of ${pages[spot.page]?.elements.length ?? 0}`
  const put = (pages: ConfigPage[], spot: Spot, element: PageElement, more: Operation[] = []) => {
    const next = addElement(pages, spot, element)
    write([...more, setPages(next)], `Add ${elementName(element).toLowerCase()}`)
    fly({ kind: "element", spot })
    say(`${elementName(element)} added: ${told(next, spot)}.`)
  }
  const move = (from: Spot, result: { pages: ConfigPage[]; spot: Spot }) => {
    const element = elementAt(pagesNow(), from)
    if (!element || (result.spot.page === from.page && result.spot.index === from.index)) return
    write([setPages(result.pages)], `Move ${elementWords(element, variablesNow())}`)
    // What is open under the pointer stays open; nothing else unfolds while things are put in order.
    const was = chosen()
    const own = was?.kind === "element" && was.spot.page === from.page && was.spot.index === from.index
    fly({ kind: "element", spot: result.spot }, own && isOpen())
    say(`Moved to ${told(result.pages, result.spot)}.`)
  }
  const newVariable = (spot?: { pages: ConfigPage[]; spot: Spot }) => {
    const made = freeVariable(variablesNow())
    const at = spot ?? place()
    put(at.pages, at.spot, elementFor(made), [setVariables([...variablesNow(), made])])
  }
  const seen = (key: string, visible: boolean): ConfigVariable[] =>
    variablesNow().map((one) => {
      if (one.key !== key || isSeen(one) === visible) return one
      const { visibility: _visibility, ...rest } = one
      return visible ? rest : { ...rest, visibility: "organization" }
    })
  const putVariable = (key: string, at: { pages: ConfigPage[]; spot: Spot }) => {
    const found = variable(key)
    if (!found) return
    const stands = spotOf(at.pages, key)
    if (stands) return move(stands, moveElement(at.pages, stands, at.spot))
    put(at.pages, at.spot, elementFor(found), isSeen(found) ? [] : [setVariables(seen(key, true))])
  }
  const takeOff = (spot: Spot) => {
    const pages = pagesNow()
    const element = elementAt(pages, spot)
    if (!element) return
    const left = removeElement(pages, spot)
    write([setPages(left)], `Take ${elementWords(element, variablesNow())} off the page`)
    const last = (left[spot.page]?.elements.length ?? 0) - 1
    const next = { ...spot, index: Math.min(spot.index, last) }
    fly(last < 0 ? { kind: "page", page: spot.page } : { kind: "element", spot: next }, false)
    say(`${elementName(element)} taken off the page.`)
  }
  const setHidden = (key: string, hidden: boolean) => {
    const { pages, derived } = pagesToEdit(read())
    const edits = [setVariables(seen(key, !hidden))]
    if (hidden && !derived && spotOf(pages, key)) edits.push(setPages(withoutVariable(pages, key)))
    write(edits, `${hidden ? "Hide" : "Show"} ${nameOf(key)}`)
    choose({ kind: "variable", key }, false)
    say(hidden ? `${nameOf(key)} is hidden from customers.` : `${nameOf(key)} may stand on a page.`)
  }
  const asks = (dragged: Dragged): string | null => {
    if (dragged.kind === "variable") return dragged.key
    const element = dragged.kind === "element" ? elementAt(pagesNow(), dragged.spot) : undefined
    return element ? askedBy(element) : null
  }
  const drop = (dragged: Dragged, target: Target) => {
    const pages = pagesNow().length > 0 ? pagesNow() : [{ name: "Set up", elements: [] }]
    if (target.kind === "spot") {
      const at = { pages, spot: target.spot }
      if (dragged.kind === "new") return put(pages, target.spot, dragged.make())
      if (dragged.kind === "newVariable") return newVariable(at)
      if (dragged.kind === "variable") return putVariable(dragged.key, at)
      return move(dragged.spot, moveElement(pages, dragged.spot, target.spot))
    }
    const key = asks(dragged)
    if (target.kind === "hidden") return key === null ? undefined : setHidden(key, true)
    if (dragged.kind === "element") return takeOff(dragged.spot)
    if (key !== null) setHidden(key, false)
  }

  return {
    drop,
    add: (make) => {
      const { pages, spot } = place()
      put(pages, spot, make())
    },
    addVariable: () => newVariable(),
    putOnPage: (key) => putVariable(key, place()),
    changeElement: (spot, element, field) =>
      write(
        [setPages(changeElement(pagesNow(), spot, element))],
        `Change ${elementName(element).toLowerCase()}`,
        `element ${spot.page} ${spot.index} ${field}`,
      ),
    step: (spot, by) => move(spot, stepElement(pagesNow(), spot, by)),
    duplicate: (spot) => {
      const pages = pagesNow()
      const element = elementAt(pages, spot)
      if (!element) return
      const after = { ...spot, index: spot.index + 1 }
      const original = variable(askedBy(element) ?? "")
      if (!original) return put(pages, after, structuredClone(element))
      // A value is asked for once: a copy asks for a variable of its own.
      const { key, name } = freeVariable(variablesNow())
      const copy = { ...structuredClone(original), key, name: `${original.name} (${name.toLowerCase()})` }
      put(pages, after, elementFor(copy), [setVariables([...variablesNow(), copy])])
    },
    takeOff,
    paste: (elements) => {
      const { pages, spot } = place()
      const known = elements.filter((element) => {
        const key = askedBy(element)
        return key === null || (variable(key) && !spotOf(pages, key))
      })
      if (known.length === 0) return say("Nothing of that can stand here: what it asks for is on a page already.")
      const next = known.toReversed().reduce((all, element) => addElement(all, spot, element), pages)
      write([setPages(next)], `Paste ${known.length === 1 ? "an element" : `${known.length} elements`}`)
      fly({ kind: "element", spot })
    },
    addPage: () => {
      const pages = pagesNow()
      const where = chosen()
      const at =
        where === null || where.kind === "variable"
          ? pages.length
          : (where.kind === "page" ? where.page : where.spot.page) + 1
      write([setPages(addPage(pages, at, { name: freePageName(pages), elements: [] }))], "Add a page")
      fly({ kind: "page", page: at })
    },
    changePage: (page, change, field) =>
      write([setPages(changePage(pagesNow(), page, change))], "Change a page", `page ${page} ${field}`),
    movePage: (page, by) => {
      const pages = pagesNow()
      if (!pages[page + by]) return
      write([setPages(movePage(pages, page, by))], `Move ${pages[page]?.name ?? "a page"}`)
      fly({ kind: "page", page: page + by })
    },
    duplicatePage: (page) => {
      write([setPages(duplicatePage(pagesNow(), page))], "Duplicate a page")
      fly({ kind: "page", page: page + 1 })
    },
    removePage: (page) => {
      const pages = pagesNow()
      write([setPages(removePage(pages, page))], `Delete ${pages[page]?.name ?? "a page"}`)
      if (pages.length > 1) fly({ kind: "page", page: Math.max(page - 1, 0) })
      else choose(null)
      say(`${pages[page]?.name ?? "The page"} deleted. Its variables are kept.`)
    },
    changeVariable: (index, next, field) => {
      const before = variablesNow()[index]
      if (!before) return
      const { pages, derived } = pagesToEdit(read())
      const edits = [setVariables(variablesNow().with(index, next))]
      if (!derived && before.type !== next.type) edits.push(setPages(askedAs(pages, next)))
      write(edits, `Change ${next.name || next.key}`, `variable ${index} ${field}`)
    },
    renameVariable: (key, to) => {
      const found = variable(key)
      if (!found) return
      rename(found, to)
      const where = chosen()
      if (where?.kind === "variable" && where.key === key && to.key !== undefined)
        choose({ kind: "variable", key: to.key })
    },
    removeVariable: (key) => {
      const { pages, derived } = pagesToEdit(read())
      const edits = [setVariables(variablesNow().filter((one) => one.key !== key))]
      if (!derived && spotOf(pages, key)) edits.push(setPages(withoutVariable(pages, key)))
      const name = nameOf(key)
      write(edits, `Delete ${name}`)
      choose(null)
      say(`${name} deleted.`)
    },
    setHidden,
    undo: () => {
      undo()
      say("Undone.")
    },
    redo: () => {
      redo()
      say("Done again.")
    },
  }
}
