/** The customer's own URL, and what to click in the other service, step by step. */
import { say } from "../../../config/saying"
import type { PageElement } from "../../../flow/pages"
import { MarkdownLine } from "../Markdown"
import { usePage, useTellable } from "../pageContext"
import { CopyBox } from "./CopyBox"
import classes from "./elements.module.css"

type Element = Extract<PageElement, { type: "webhookUrl" }>

export function WebhookUrl({ element }: { element: Element }) {
  const { urls, words } = usePage().state
  const url = urls[element.flow ?? ""] ?? ""
  const tell = useTellable(url)
  const label = element.label ? say(words.webhookUrlOf, { name: element.label }) : words.webhookUrl
  const steps = element.instructions ?? []
  return (
    <section className={classes.element} aria-label={label}>
      <h2 className={classes.title}>{label}</h2>
      {steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <li key={index}>
              <MarkdownLine text={step} tell={tell} words={words} />
            </li>
          ))}
        </ol>
      )}
      {url ? <CopyBox label={label} text={url} /> : <p className={classes.quiet}>{words.noUrl}</p>}
    </section>
  )
}
