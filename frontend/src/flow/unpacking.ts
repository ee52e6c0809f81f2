/**
 * Names that code unpacks from what it is given: `const { webhook_1: { results }, code_1 = {} } = stepResults`.
 *
 * For: giving the keys of such a pattern new names while the variables below keep theirs.
 * Not here: members (`stepResults.webhook_1`) and everything else that names a step (`rewriting`).
 */

type RenameKey = (id: string) => string

const CLOSERS: Record<string, string> = { "{": "}", "[": "]", "(": ")" }
const GAP = String.raw`(?:\s|//[^\n]*\n|/\*[\s\S]*?\*/)*`
const KEY = new RegExp(String.raw`^(${GAP})(?:([A-Za-z_]\w*)|(["'])((?:(?!\3)[^\\\n])*)\3)(?=${GAP}(:)?)`)

/** Whether it can stand in code without quotes. */
export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

/** Every pattern that is filled from the variable `results`. */
export function inPatterns(code: string, results: string, rename: RenameKey): string {
  const filled = new RegExp(String.raw`\}\s*=\s*${results.replace(/\$/g, "\\$")}(?![\w$]|\s*(?:\.|\[|\(|\?\.))`, "g")
  return [...code.matchAll(filled)].reduceRight((text, { index: end }) => {
    const start = openingOf(text, end)
    return start < 0 ? text : text.slice(0, start) + inPattern(text.slice(start, end + 1), rename) + text.slice(end + 1)
  }, code)
}

/** One pattern from its brace to its brace. */
export function inPattern(pattern: string, rename: RenameKey): string {
  const parts = splitAt(pattern.slice(1, -1), ",").map((part) =>
    part.replace(KEY, (whole, gap: string, plain?: string, quote = "", quoted?: string, colon?: string) => {
      const id = plain ?? quoted ?? ""
      const renamed = rename(id)
      if (renamed === id) return whole
      const key = quote || isIdentifier(renamed) ? quote + renamed + quote : JSON.stringify(renamed)
      return colon || quote ? gap + key : `${gap}${key}: ${id}`
    }),
  )
  return `{${parts.join(",")}}`
}

/** Where the brace is opened that closes at `end`; -1 when nowhere. */
function openingOf(text: string, end: number): number {
  for (
    let start = text.lastIndexOf("{", end);
    start >= 0;
    start = start === 0 ? -1 : text.lastIndexOf("{", start - 1)
  ) {
    if (closingOf(text, start) === end) return start
  }
  return -1
}

/** Where the bracket at `start` is closed; -1 when nowhere. */
export function closingOf(text: string, start: number): number {
  const open: string[] = []
  for (const { sign, at } of signsIn(text, start)) {
    const closer = CLOSERS[sign]
    if (closer) open.push(closer)
    else if (sign === open.at(-1)) open.pop()
    else if (")]}".includes(sign)) return -1
    if (open.length === 0) return at
  }
  return -1
}

/** The parts between separators that stand in no bracket, text or comment. */
export function splitAt(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let begin = 0
  for (const { sign, at } of signsIn(text, 0)) {
    if ("{[(".includes(sign)) depth += 1
    else if (")]}".includes(sign)) depth -= 1
    else if (sign === separator && depth === 0) {
      parts.push(text.slice(begin, at))
      begin = at + 1
    }
  }
  return [...parts, text.slice(begin)]
}

/** Brackets and commas, without those in texts and comments. */
function* signsIn(text: string, from: number): Generator<{ sign: string; at: number }> {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}[\](),]/g
  token.lastIndex = from
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0].length === 1) yield { sign: match[0], at: match.index }
  }
}
