// @vitest-environment jsdom
/** Nothing that somebody writes on a page runs, whoever wrote it: the builder, or the customer by a name or a value. */
import { render } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import type { ConfigVariable } from "../../flow/definition"
import { Markdown } from "./Markdown"
import type { Tellable } from "./placeholders"
import { SAMPLE_FACTS } from "./sample"
import { wordsWith } from "./words"

const words = wordsWith()

function drawn(text: string, known: Partial<Tellable> = {}) {
  const tell: Tellable = { facts: SAMPLE_FACTS, variables: [], values: {}, ...known }
  return render(<Markdown text={text} tell={tell} words={words} />).container
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<a href='javascript:alert(1)'>x</a>",
  "<div onmouseover=alert(1)>x</div>",
  "<style>body{display:none}</style>",
  "<form action='https://evil.example'><input></form>",
  "<math><mtext><script>alert(1)</script></mtext></math>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](  javascript:alert(1))",
  "[x](java&#115;cript:alert(1))",
  "[x](javascript&colon;alert(1))",
  "[x](<java\tscript:alert(1)>)",
  "[x](\u0001javascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](blob:https://acme.example/1)",
  "[x](file:///etc/passwd)",
  "[x](/relative)",
  "[x](//evil.example)",
  "![x](javascript:alert(1))",
  "![x](https://evil.example/track.png)",
  '![x" onerror="alert(1)](https://evil.example/x.png)',
  "<javascript:alert(1)>",
  "<javascript://evil.example/%0aalert(1)>",
  "[x][1]\n\n[1]: javascript:alert(1)",
  '[a](https://ok.example "x" onclick="alert(1))',
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "# <script>alert(1)</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
]

const ALLOWED = [
  "P",
  "A",
  "CODE",
  "PRE",
  "SPAN",
  "SVG",
  "PATH",
  "H3",
  "H4",
  "UL",
  "OL",
  "LI",
  "TABLE",
  "THEAD",
  "TBODY",
]
const ALL = new Set([...ALLOWED, "TR", "TH", "TD", "EM", "STRONG", "DEL", "BR", "HR", "BLOCKQUOTE"])

function isHarmless(root: Element) {
  for (const element of root.querySelectorAll("*")) {
    expect(ALL).toContain(element.tagName.toUpperCase())
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on|^src|^style$|^action/i)
    const address = element.getAttribute("href")
    if (address !== null) expect(new URL(address).protocol).toMatch(/^(https?|mailto):$/)
  }
}

describe("Markdown", () => {
  it.each(HOSTILE)("makes nothing that runs of %j", (text) => {
    isHarmless(drawn(text))
    isHarmless(drawn(`Before ${text} after`))
  })

  it.each(HOSTILE)("makes nothing of %j that a customer is called", (text) => {
    const facts = { ...SAMPLE_FACTS, customer: { name: text, externalId: text } }
    const container = drawn("Hello {{customer.name}}, see [this]({{customer.externalId}}) `{{customer.name}}`", {
      facts,
    })
    isHarmless(container)
    expect(container.textContent).toContain(text)
    expect(container.querySelector("em, strong, h3, table")).toBeNull()
  })

  it("shows HTML as it was typed", () => {
    expect(drawn("a <b>bold</b> word").textContent).toBe("a <b>bold</b> word")
  })

  it("opens links in a new tab that knows nothing of ours", () => {
    const link = drawn("[our guide](https://docs.example.com/start)").querySelector("a")
    expect(link?.getAttribute("href")).toBe("https://docs.example.com/start")
    expect(link?.target).toBe("_blank")
    expect(link?.rel.split(" ").sort()).toEqual(["noopener", "noreferrer"])
  })

  it("draws what people write in guides", () => {
    const container = drawn("Go *now* to **Settings** and `copy`:\n\n1. one\n2. two\n\n- a\n- b\n\n> note\n\n## Then")
    for (const tag of ["em", "strong", "code", "ol", "ul", "blockquote", "h3"])
      expect(container.querySelector(tag), tag).not.toBeNull()
    expect([...container.querySelectorAll("ol li")].map((item) => item.textContent)).toEqual(["one", "two"])
  })
})

describe("placeholders", () => {
  const variables: ConfigVariable[] = [
    { key: "shop", name: "Shop name" },
    { key: "size", name: "a*b*c_d_", type: "picklist", choices: [{ value: "l", label: "Large" }] },
  ]

  it("are told by key and by name, whatever the name looks like to Markdown", () => {
    const values = { shop: "north & co", size: "l" }
    expect(drawn("{{#shop}}, {{ #Shop name }}, {{#a*b*c_d_}}", { variables, values }).textContent).toBe(
      "north & co, north & co, Large",
    )
  })

  it("stand for themselves while nothing is known", () => {
    expect(drawn("In {{#Shop name}} and {{nothing.such}}", { variables }).textContent).toBe(
      "In ‹Shop name› and ‹nothing.such›",
    )
  })

  it("go into addresses encoded, and make no link before they are known", () => {
    const text = "[shop](https://shop.example/{{#Shop name}}/admin)"
    const known = drawn(text, { variables, values: { shop: "a/../b?c" } })
    expect(known.querySelector("a")?.getAttribute("href")).toBe("https://shop.example/a%2F..%2Fb%3Fc/admin")
    expect(drawn(text, { variables }).querySelector("a")).toBeNull()
  })

  it("cannot change where an address leads", () => {
    const values = { shop: "evil.example/#" }
    const container = drawn("[shop](https://{{#shop}}.shop.example/)", { variables, values })
    const address = container.querySelector("a")?.href
    expect(address === undefined || new URL(address).hostname.endsWith(".shop.example")).toBe(true)
  })
})
