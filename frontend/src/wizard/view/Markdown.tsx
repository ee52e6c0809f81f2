/**
 * Markdown as elements. No HTML is ever made: `marked` only reads the text, and what it takes for HTML is shown as it was typed.
 */
import { marked, type Token, type Tokens } from "marked"
import { Fragment, type ReactNode } from "react"
import { NewTab } from "./NewTab"
import { filled, filledAddress, setAside, type Tellable } from "./placeholders"
import { ENGLISH, type Words } from "./words"

interface MarkdownProps {
  text: string
  tell: Tellable
  words: Words
}

interface Reading {
  told: (text: string) => string
  address: (text: string) => string | null
  words: Words
}

/** Paragraphs, lists, headings and so on. */
export function Markdown({ text, tell, words }: MarkdownProps) {
  const aside = setAside(text)
  return blocks(marked.lexer(aside.text), reading(aside.restore, tell, words))
}

/** One line: stress, code and links. */
export function MarkdownLine({ text, tell, words }: MarkdownProps) {
  const aside = setAside(text)
  return inline(marked.Lexer.lexInline(aside.text), reading(aside.restore, tell, words))
}

/** The same for docs, in which nothing stands for anything else. */
export function PlainMarkdown({ text }: { text: string }) {
  const address = (to: string) => filledAddress(to, NOBODY)
  return blocks(marked.lexer(text), { told: (part) => part, address, words: ENGLISH })
}

const NOBODY: Tellable = {
  facts: { customer: { name: "", externalId: "" }, integration: { name: "" }, tenant: { name: "" } },
  variables: [],
  values: {},
}

const reading = (restore: (part: string) => string, tell: Tellable, words: Words): Reading => ({
  told: (part) => filled(restore(part), tell),
  address: (part) => filledAddress(restore(part), tell),
  words,
})

/** A text never changes its order, so the place is a key. */
const each = (tokens: readonly Token[], draw: (token: Token) => ReactNode): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  tokens.map((token, index) => <Fragment key={index}>{draw(token)}</Fragment>)

const blocks = (tokens: readonly Token[], by: Reading): ReactNode => each(tokens, (token) => block(token, by))
const inline = (tokens: readonly Token[] | undefined, by: Reading): ReactNode =>
  each(tokens ?? [], (token) => piece(token, by))

function block(token: Token, by: Reading): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null
    case "hr":
      return <hr />
    case "checkbox":
      return token.checked ? "☑ " : "☐ "
    case "heading":
      return token.depth <= 2 ? <h3>{inline(token.tokens, by)}</h3> : <h4>{inline(token.tokens, by)}</h4>
    case "blockquote":
      return <blockquote>{blocks(token.tokens ?? [], by)}</blockquote>
    case "code":
      return (
        <pre>
          <code>{by.told(token.text)}</code>
        </pre>
      )
    case "list":
      return list(token as Tokens.List, by)
    case "table":
      return table(token as Tokens.Table, by)
    case "text":
      return token.tokens ? inline(token.tokens, by) : by.told(token.text)
    case "paragraph":
      return <p>{inline(token.tokens, by)}</p>
    default:
      return <p>{by.told(token.raw)}</p>
  }
}

function list({ ordered, start, items }: Tokens.List, by: Reading): ReactNode {
  const entries = each(items, (item) => <li>{blocks((item as Tokens.ListItem).tokens, by)}</li>)
  return ordered ? <ol start={Number(start) || 1}>{entries}</ol> : <ul>{entries}</ul>
}

function table({ header, rows }: Tokens.Table, by: Reading): ReactNode {
  const cells = (row: Tokens.TableCell[], draw: (cell: ReactNode, index: number) => ReactNode) =>
    row.map((cell, index) => draw(inline(cell.tokens, by), index))
  return (
    <table>
      <thead>
        {/* biome-ignore-start lint/suspicious/noArrayIndexKey: a table of a text keeps its order */}
        <tr>
          {cells(header, (cell, index) => (
            <th key={index}>{cell}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {cells(row, (cell, index) => (
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
        {/* biome-ignore-end lint/suspicious/noArrayIndexKey: a table of a text keeps its order */}
      </tbody>
    </table>
  )
}

function piece(token: Token, by: Reading): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens, by)}</strong>
    case "em":
      return <em>{inline(token.tokens, by)}</em>
    case "del":
      return <del>{inline(token.tokens, by)}</del>
    case "codespan":
      return <code>{by.told(token.text)}</code>
    case "br":
      return <br />
    case "link":
      return (
        <NewTab address={by.address(token.href)} words={by.words}>
          {inline(token.tokens, by)}
        </NewTab>
      )
    case "image":
      return by.told(token.text)
    case "text":
      return token.tokens ? inline(token.tokens, by) : by.told(token.text)
    case "escape":
      return by.told(token.text)
    default:
      return by.told(token.raw)
  }
}
