/** A JSON value as the lines that a folding tree of it shows. No React: what is open is data. */

/** So many children at once; the rest is a line of its own that shows more. */
export const PAGE = 100
/** What is open from the start never makes more lines than this, however large the value is. */
const FIRST_LINES = 200

export interface Row {
  /** A JSON pointer: stays the same while the value is asked for again. */
  path: string
  name: string | number | null
  value: unknown
  depth: number
  kind: "open" | "folded" | "leaf" | "more"
  /** Of an object or list, how many it holds; of a "more", how many are hidden. */
  count: number
}

/** What a person changed: folds turned the other way, and how many children of a long one are shown. */
export interface Turned {
  folds: ReadonlyMap<string, boolean>
  pages: ReadonlyMap<string, number>
}

export const NOTHING_TURNED: Turned = { folds: new Map(), pages: new Map() }

type Entry = [string | number, unknown]

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null

const sizeOf = (value: object): number => (Array.isArray(value) ? value.length : Object.keys(value).length)

function firstOf(value: object, most: number): Entry[] {
  if (Array.isArray(value)) return value.slice(0, most).map((each, index): Entry => [index, each])
  return Object.entries(value).slice(0, most)
}

const under = (path: string, name: string | number): string =>
  `${path}/${typeof name === "number" ? name : name.replace(/~/g, "~0").replace(/\//g, "~1")}`

/** The paths that are open from the start: level by level, as long as it stays a page that can be read. */
export function openAtFirst(value: unknown, levels: number): Set<string> {
  const open = new Set<string>()
  let lines = 1
  let level: [string, unknown][] = [["", value]]
  for (let depth = 0; depth < levels && level.length > 0; depth += 1) {
    const next: [string, unknown][] = []
    for (const [path, each] of level) {
      if (!isNested(each)) continue
      const children = firstOf(each, PAGE)
      if (depth > 0 && lines + children.length > FIRST_LINES) continue
      lines += children.length
      open.add(path)
      for (const [name, child] of children) next.push([under(path, name), child])
    }
    level = next
  }
  return open
}

export function rowsOf(value: unknown, first: ReadonlySet<string>, turned: Turned): Row[] {
  const rows: Row[] = []
  const add = (path: string, name: string | number | null, each: unknown, depth: number) => {
    const count = isNested(each) ? sizeOf(each) : 0
    const open = count > 0 && (turned.folds.get(path) ?? first.has(path))
    rows.push({ path, name, value: each, depth, count, kind: open ? "open" : count > 0 ? "folded" : "leaf" })
    if (!open || !isNested(each)) return
    const shown = turned.pages.get(path) ?? PAGE
    for (const [key, child] of firstOf(each, shown)) add(under(path, key), key, child, depth + 1)
    if (count > shown)
      rows.push({ path: `${path}/…`, name: null, value: each, depth: depth + 1, count: count - shown, kind: "more" })
  }
  add("", null, value, 0)
  return rows
}

/** With one fold turned, or more of a long list shown; a row that holds nothing changes nothing. */
export function turn(turned: Turned, row: Row): Turned {
  if (row.kind === "leaf") return turned
  if (row.kind === "more") {
    const path = row.path.slice(0, -"/…".length)
    const shown = (turned.pages.get(path) ?? PAGE) + PAGE
    return { ...turned, pages: new Map(turned.pages).set(path, shown) }
  }
  return { ...turned, folds: new Map(turned.folds).set(row.path, row.kind === "folded") }
}

/** Where the focus goes from a row by an arrow key; itself where there is nothing. */
export function parentOf(rows: Row[], index: number): number {
  const depth = rows[index]?.depth ?? 0
  for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.depth ?? 0) < depth) return at
  return index
}

/** What a person wants in the clipboard: text as it is, all else as JSON. */
export const copyable = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "")
