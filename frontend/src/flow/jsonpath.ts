/**
 * The part of JSONPath (RFC 9535) that previews can show without asking the server: names, places, `[*]`, and filters that
 * compare one field with one value. Whatever else is written there is answered by a test.
 */

type Selector =
  | { kind: "name"; name: string }
  | { kind: "place"; index: number }
  | { kind: "all" }
  | { kind: "where"; field: string[]; operator: Comparison; value: unknown }

export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="] as const
export type Comparison = (typeof COMPARISONS)[number]

const NAME = /\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)/y
const QUOTED = /\[\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\]/y
const PLACE = /\[\s*(0|-?[1-9]\d{0,8})\s*\]/y
const ALL = /\.\*|\[\s*\*\s*\]/y
const WHERE =
  /\[\?\s*@((?:\.[A-Za-z_]\w*|\["(?:[^"\\]|\\.)*"\])*)\s*(==|!=|<=|>=|<|>)\s*("(?:[^"\\]|\\.)*"|'[^'\\"]*'|-?\d+(?:\.\d+)?|true|false|null)\s*\]/y

/** Values in document order; null when the query says more than is understood here. */
export function query(document: unknown, path: string): unknown[] | null {
  const selectors = parsed(path)
  if (!selectors) return null
  return selectors.reduce<unknown[]>(
    (values, selector) => values.flatMap((value) => select(value, selector)),
    [document],
  )
}

/** Half-typed escapes are no JSON, and no query yet. */
function parsed(path: string): Selector[] | null {
  try {
    return parse(path)
  } catch {
    return null
  }
}

function parse(path: string): Selector[] | null {
  if (!path.startsWith("$")) return null
  const selectors: Selector[] = []
  for (let at = 1; at < path.length; ) {
    const [selector, length] = selectorAt(path, at) ?? [null, 0]
    if (!selector) return null
    selectors.push(selector)
    at += length
  }
  return selectors
}

function selectorAt(path: string, at: number): [Selector, number] | null {
  const at_ = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(path)
  }
  const name = at_(NAME)
  if (name) return [{ kind: "name", name: name[1] ?? "" }, name[0].length]
  const quoted = at_(QUOTED)
  if (quoted) return [{ kind: "name", name: unquoted(quoted[1] ?? "") }, quoted[0].length]
  const place = at_(PLACE)
  if (place) return [{ kind: "place", index: Number(place[1]) }, place[0].length]
  const all = at_(ALL)
  if (all) return [{ kind: "all" }, all[0].length]
  const where = at_(WHERE)
  if (!where) return null
  const field = [...(where[1] ?? "").matchAll(/\.(\w+)|\[("(?:[^"\\]|\\.)*")\]/g)]
  const keys = field.map(([, plain, odd]) => plain ?? unquoted(odd ?? ""))
  const value = literal(where[3] ?? "")
  return [{ kind: "where", field: keys, operator: where[2] as Comparison, value }, where[0].length]
}

const unquoted = (text: string): string =>
  text.startsWith('"') ? (JSON.parse(text) as string) : text.slice(1, -1).replace(/\\(.)/gs, "$1")

const literal = (text: string): unknown => (text.startsWith("'") ? unquoted(text) : JSON.parse(text))

function select(value: unknown, selector: Selector): unknown[] {
  if (typeof value !== "object" || value === null) return []
  switch (selector.kind) {
    case "name":
      return !Array.isArray(value) && Object.hasOwn(value, selector.name)
        ? [(value as Record<string, unknown>)[selector.name]]
        : []
    case "place": {
      const item = Array.isArray(value) ? value.at(selector.index) : undefined
      return item === undefined ? [] : [item]
    }
    case "all":
      return Object.values(value)
    case "where":
      return Object.values(value).filter((item) => holds(item, selector))
  }
}

function holds(item: unknown, { field, operator, value }: Extract<Selector, { kind: "where" }>): boolean {
  const [found] = field.reduce<unknown[]>(
    (values, name) => values.flatMap((each) => select(each, { kind: "name", name })),
    [item],
  )
  if (operator === "==" || operator === "!=") return (found === value) === (operator === "==")
  if (typeof found !== typeof value || (typeof found !== "number" && typeof found !== "string")) return false
  const [a, b] = [found, value as typeof found]
  if (operator === "<") return a < b
  if (operator === "<=") return a <= b
  return operator === ">" ? a > b : a >= b
}

/** Writes a path of keys as a query: `$.steps.webhook_1.results["odd key"]`. */
export function asQuery(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`
    return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
  }, "$")
}
