/** One element of a page by its type. */
import type { PageElement } from "../../../flow/pages"
import { ValueControl } from "../controls/ValueControl"
import { Markdown } from "../Markdown"
import { NewTab } from "../NewTab"
import { usePage, useTellable } from "../pageContext"
import { filled, filledAddress, openable } from "../placeholders"
import classes from "./elements.module.css"
import { LightsView } from "./LightsView"
import { Secret } from "./Secret"
import { WebhookUrl } from "./WebhookUrl"

export function ElementView({ element }: { element: PageElement }) {
  const tell = useTellable()
  const { words } = usePage().state
  switch (element.type) {
    case "heading":
      return <h2 className={classes.heading}>{filled(element.text, tell)}</h2>
    case "text":
      return (
        <div className={classes.text}>
          <Markdown text={element.text} tell={tell} words={words} />
        </div>
      )
    case "image":
      return <Picture element={element} />
    case "link":
      return (
        <p className={classes.text}>
          <NewTab address={filledAddress(element.url, tell)} words={words}>
            {filled(element.text, tell)}
          </NewTab>
        </p>
      )
    case "webhookUrl":
      return <WebhookUrl element={element} />
    case "secret":
      return <Secret element={element} />
    case "lights":
      return <LightsView element={element} />
    case "configVariable":
    case "connection":
      return <Asked name={element.variable} />
  }
}

function Picture({ element }: { element: Extract<PageElement, { type: "image" }> }) {
  const { imageUrl } = usePage().state
  const address = element.upload ? imageUrl(element.upload) : openable(element.url ?? "")
  if (!address) return <p className={classes.quiet}>{element.alt}</p>
  return (
    <img
      className={classes.image}
      src={address}
      alt={element.alt}
      loading="lazy"
      referrerPolicy="no-referrer"
      draggable={false}
    />
  )
}

/** A variable that is gone asks nothing. */
function Asked({ name }: { name: string }) {
  const { state, deeds } = usePage()
  const variable = state.variables.find(({ key }) => key === name)
  if (!variable) return null
  return (
    <ValueControl
      variable={variable}
      label={variable.name || variable.key}
      description={variable.description}
      required={variable.required ?? false}
      value={state.values[name]}
      wrong={state.errors[name] ?? []}
      change={(value) => deeds.change(name, value)}
    />
  )
}
