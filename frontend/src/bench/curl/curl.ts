/**
 * A curl command line as a request: what people copy from a browser, from documentation, from a colleague.
 *
 * For: reading it, and saying what could not be taken along. Not here: writing one (`payload`), where it goes (`intoPayload`).
 */
import { asMultipart, type Part } from "../multipart"
import { shellWords } from "./words"

export interface CurlRequest {
  method: string
  url: string
  query: string
  headers: [string, string][]
  contentType: string
  body: string
  /** What was left out, and what may surprise: sentences. */
  notes: string[]
}

export type CurlReading = { request: CurlRequest } | { problem: string }

export const looksLikeCurl = (text: string): boolean => /^\s*(\$\s+)?curl(\.exe)?\s+\S/.test(text)

const SHORT: Record<string, string> = {
  X: "request",
  H: "header",
  d: "data",
  u: "user",
  G: "get",
  I: "head",
  b: "cookie",
  A: "user-agent",
  e: "referer",
  F: "form",
  T: "upload-file",
  o: "output",
  w: "write-out",
  m: "max-time",
  x: "proxy",
  c: "cookie-jar",
  K: "config",
  E: "cert",
  r: "range",
  D: "dump-header",
  y: "speed-time",
  Y: "speed-limit",
  z: "time-cond",
  U: "proxy-user",
}

/** Options with a value, besides those that `Reader` takes: about the connection or the output, nothing a flow sees. */
const QUIET_VALUES = new Set(
  `output write-out max-time proxy cookie-jar cert key cacert capath connect-timeout retry retry-delay retry-max-time resolve
  connect-to interface limit-rate max-redirs range dump-header speed-time speed-limit time-cond proxy-user ciphers tls-max
  cert-type key-type pass unix-socket dns-servers noproxy stderr trace trace-ascii keepalive-time config`.split(/\s+/),
)
const FLAGS = new Set(
  `include silent show-error verbose insecure location compressed fail fail-with-body globoff no-buffer progress-bar http1.0
  http1.1 http2 http3 http2-prior-knowledge ipv4 ipv6 tlsv1.2 tlsv1.3 no-keepalive path-as-is location-trusted post301 post302
  raw remote-name tcp-nodelay basic digest anyauth parallel no-progress-meter ssl-reqd`.split(/\s+/),
)

export function readCurl(command: string): CurlReading {
  const words = shellWords(fromWindows(command.trim().replace(/^\$\s+/, "")))
  if (!words) return { problem: "A quote is left open. Copy the whole command." }
  if (!/^curl(\.exe)?$/.test(words[0] ?? "")) return { problem: "This is no curl command: it begins with curl." }
  const reader = new Reader()
  const rest = words.slice(1)
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const value = () => rest.shift() ?? ""
    if (word.startsWith("--")) reader.long(word.slice(2), value)
    else if (word.startsWith("-") && word !== "-") reader.short(word.slice(1), value)
    else reader.url(word)
  }
  return reader.finish()
}

/**
 * The command prompt of Windows escapes with carets, and knows no single quotes: a caret before a quote or at the end of a line
 * is one of its own only as long as no single quote has opened a value that may have any character in it.
 */
const OF_WINDOWS = /^(?:[^'"^]|\^(?!["\r\n])|"(?:[^"\\]|\\[\s\S])*")*\^(?:"|\r?\n)/

const fromWindows = (command: string): string =>
  OF_WINDOWS.test(command) ? command.replace(/\^\r?\n/g, " ").replace(/\^(.)/g, "$1") : command

class Reader {
  private method = ""
  private address = ""
  private readonly headers: [string, string][] = []
  private readonly data: string[] = []
  private readonly parts: Part[] = []
  private readonly notes: string[] = []
  private json = false
  private get = false
  private head = false

  /** `-sXPOST`: flags in a row, the last of which may have its value behind it. */
  short(letters: string, value: () => string): void {
    for (let at = 0; at < letters.length; at += 1) {
      const name = SHORT[letters[at] ?? ""]
      if (name === undefined) continue
      if (name === "get" || name === "head") this.long(name, value)
      else {
        const attached = letters.slice(at + 1)
        this.long(name, () => (attached === "" ? value() : attached))
        return
      }
    }
  }

  long(written: string, next: () => string): void {
    const [name = "", ...given] = written.split("=")
    const value = () => (given.length > 0 ? given.join("=") : next())
    switch (name) {
      case "request":
        this.method = value().toUpperCase()
        break
      case "url":
        this.url(value())
        break
      case "header":
        this.header(value())
        break
      case "data":
      case "data-ascii":
      case "data-binary":
        this.payload(value(), true)
        break
      case "data-raw":
        this.payload(value(), false)
        break
      case "data-urlencode":
        this.encoded(value())
        break
      case "json":
        this.json = true
        this.payload(value(), true)
        break
      case "get":
        this.get = true
        break
      case "head":
        this.head = true
        break
      case "user":
        this.header(`Authorization: Basic ${base64(value())}`)
        break
      case "oauth2-bearer":
        this.header(`Authorization: Bearer ${value()}`)
        break
      case "cookie":
        this.header(`Cookie: ${value()}`)
        break
      case "user-agent":
        this.header(`User-Agent: ${value()}`)
        break
      case "referer":
        this.header(`Referer: ${value()}`)
        break
      case "form":
        this.part(value(), true)
        break
      case "form-string":
        this.part(value(), false)
        break
      case "upload-file":
        value()
        this.note(`--${name} was left out: files cannot be pasted. Put the body in by hand.`)
        break
      default:
        if (QUIET_VALUES.has(name)) value()
        else if (!FLAGS.has(name) && !name.startsWith("no-")) this.note(`--${name} was left out.`)
    }
  }

  url(text: string): void {
    if (this.address === "") this.address = text
    else this.note(`Only the first address was taken; ${text} was left out.`)
  }

  private header(line: string): void {
    if (line.startsWith("@")) {
      this.note(`Headers of the file ${line.slice(1)} were left out.`)
      return
    }
    const [, name = "", sign = "", value = ""] = /^([^:;]+)([:;])\s*([\s\S]*)$/.exec(line) ?? []
    // `X:` keeps curl from sending it, `X;` sends it empty.
    if (name !== "" && (value !== "" || sign === ";")) this.headers.push([name.trim(), value])
  }

  private payload(text: string, readsFiles: boolean): void {
    if (readsFiles && text.startsWith("@"))
      this.note(`The body stands in the file ${text.slice(1) || "of the standard input"}, which is not here: paste it.`)
    else this.data.push(text)
  }

  /** `name=value`, `name=@file;type=text/csv`, `name=<file`. */
  private part(text: string, readsFiles: boolean): void {
    const at = text.indexOf("=")
    const name = at < 0 ? text : text.slice(0, at)
    const [content = "", ...options] = readsFiles ? text.slice(at + 1).split(";") : [text.slice(at + 1)]
    const option = (wanted: string) =>
      options
        .map((each) => each.trim().split("="))
        .find(([key]) => key === wanted)?.[1]
        ?.replace(/^"(.*)"$/, "$1")
    const contentType = option("type")
    const isFile = readsFiles && /^[@<]/.test(content)
    if (isFile) this.note(`The content of ${content.slice(1)} is not here: paste it into the part "${name}".`)
    this.parts.push({
      name,
      content: isFile ? "" : content,
      ...(contentType && { contentType }),
      ...(isFile &&
        content.startsWith("@") && { filename: option("filename") ?? content.slice(1).split("/").at(-1) ?? "" }),
    })
  }

  private encoded(text: string): void {
    const [, name = "", sign = "", content = ""] = /^([^=@]*)([=@])([\s\S]*)$/.exec(text) ?? []
    if (sign === "@") this.note(`The data of the file ${content} was left out.`)
    else if (sign === "") this.data.push(encodeURIComponent(text))
    else this.data.push(name === "" ? encodeURIComponent(content) : `${name}=${encodeURIComponent(content)}`)
  }

  private note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence)
  }

  finish(): CurlReading {
    if (this.address === "") return { problem: "The command names no address. Copy the whole command." }
    const [, url = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(this.address) ?? []
    const data = this.data.join(this.json ? "" : "&")
    const form = this.parts.length > 0 ? asMultipart(this.parts) : null
    const body = this.get ? "" : (form?.body ?? data)
    const given = form?.contentType ?? this.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1]
    const contentType =
      given ?? (this.json ? "application/json" : body === "" ? "" : "application/x-www-form-urlencoded")
    if (given === undefined && !this.json && /^\s*[{[]/.test(body))
      this.note(
        "curl would send this body as a form, since no content type is given. Change it above if JSON is meant.",
      )
    const headers = this.headers.filter(([name]) => name.toLowerCase() !== "content-type")
    const hasAccept = headers.some(([name]) => name.toLowerCase() === "accept")
    return {
      request: {
        method: this.method || (this.get ? "GET" : this.head ? "HEAD" : form || this.data.length > 0 ? "POST" : "GET"),
        url,
        query: this.get && data !== "" ? [query, data].filter(Boolean).join("&") : query,
        headers: this.json && !hasAccept ? [...headers, ["Accept", "application/json"]] : headers,
        contentType,
        body,
        notes: this.notes,
      },
    }
  }
}

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text.includes(":") ? text : `${text}:`)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}
