/** Headers as people paste them: one on each line, or a whole request with its first line and its body. */

export interface Pasted {
  method: string
  url: string
  headers: [string, string][]
  body: string
}

const FIRST_LINE = /^([A-Z]{3,7}) (\S+)(?: HTTP\/[\d.]+)?$/

/** Lines `Name: value`; others are left out. */
export function readHeaders(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(":")
    return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as [string, string]] : []
  })
}

/** A whole request as it goes over the wire, or null for a text that does not begin like one. The body keeps every character. */
export function readWhole(text: string): Pasted | null {
  const first = text.slice(0, endOf(text, /\r?\n/)).trim()
  const told = FIRST_LINE.exec(first)
  if (!told) return null
  const gap = /\r?\n\r?\n/.exec(text)
  const head = gap ? text.slice(0, gap.index) : text
  return {
    method: told[1] as string,
    url: told[2] as string,
    headers: readHeaders(head.slice(first.length)),
    body: gap ? text.slice(gap.index + gap[0].length) : "",
  }
}

function endOf(text: string, mark: RegExp): number {
  const at = text.search(mark)
  return at < 0 ? text.length : at
}
