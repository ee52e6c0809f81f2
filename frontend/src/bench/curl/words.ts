/** A command line taken apart as a POSIX shell does: quotes, escapes, lines that go on. Nothing is expanded or run. */

const ANSI: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  E: "\x1b",
}
/** What follows belongs to the shell: another command, or a file the output goes to. */
const ENDS = /[|;&<>]/

/** The words up to the end of the first command; null when a quote is left open. */
export function shellWords(text: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  const take = (part: string, to: number) => {
    word = (word ?? "") + part
    at = to
  }
  while (at < text.length) {
    const character = text[at] ?? ""
    if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
      at += 1
    } else if (character === "\\") {
      const next = text[at + 1]
      if (next === "\r" || next === "\n") at += text.startsWith("\\\r\n", at) ? 3 : 2
      else take(next ?? "", at + 2)
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return null
      take(text.slice(at + 1, end), end + 1)
    } else if (character === '"' || text.startsWith("$'", at)) {
      const quoted = character === '"' ? doubleQuoted(text, at + 1) : ansiQuoted(text, at + 2)
      if (!quoted) return null
      take(quoted.text, quoted.end)
    } else if (word === null && ENDS.test(character)) {
      return words
    } else if (ENDS.test(character) && !/[&?]/.test(character)) {
      break
    } else {
      take(character, at + 1)
    }
  }
  if (word !== null) words.push(word)
  return words
}

interface Quoted {
  text: string
  /** Behind the closing quote. */
  end: number
}

function doubleQuoted(source: string, from: number): Quoted | null {
  let text = ""
  for (let at = from; at < source.length; at += 1) {
    const character = source[at] ?? ""
    if (character === '"') return { text, end: at + 1 }
    const next = source[at + 1] ?? ""
    if (character === "\\" && /["\\$`\n]/.test(next)) {
      text += next === "\n" ? "" : next
      at += 1
    } else text += character
  }
  return null
}

/** `$'…'`, as browsers write what needs escapes. */
function ansiQuoted(source: string, from: number): Quoted | null {
  const bytes: number[] = []
  let text = ""
  const flush = () => {
    if (bytes.length > 0) text += new TextDecoder().decode(new Uint8Array(bytes.splice(0)))
  }
  for (let at = from; at < source.length; at += 1) {
    const character = source[at] ?? ""
    if (character === "\\") {
      const code = /^\\(?:u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|x([0-9a-f]{1,2})|([0-7]{1,3}))/i.exec(
        source.slice(at, at + 11),
      )
      const byte = code?.[3] ?? code?.[4]
      if (code && byte !== undefined) bytes.push(Number.parseInt(byte, code[3] === undefined ? 8 : 16) & 255)
      else {
        flush()
        const point = code?.[1] ?? code?.[2]
        const next = source[at + 1] ?? ""
        text += point === undefined ? (ANSI[next] ?? next) : character_(Number.parseInt(point, 16))
      }
      at += (code?.[0].length ?? 2) - 1
      continue
    }
    flush()
    if (character === "'") return { text, end: at + 1 }
    text += character
  }
  return null
}

/** Pairs of `\u` surrogates are joined by the text they stand in. */
const character_ = (point: number): string =>
  point <= 0xffff ? String.fromCharCode(point) : String.fromCodePoint(Math.min(point, 0x10ffff))
