import { Fragment } from "react"

/** A sentence of the server, in which `backticks` mark names and values. */
export function Words({ text }: { text: string }) {
  return text.split("`").map((part, index) => {
    const key = `${index} ${part}`
    return index % 2 === 1 ? <code key={key}>{part}</code> : <Fragment key={key}>{part}</Fragment>
  })
}
