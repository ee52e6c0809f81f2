/** A signed sample for services that have no test button: it walks the whole way, and nothing runs. */
import type { PageElement } from "../../flow/pages"
import controls from "../view/controls/controls.module.css"
import classes from "./app.module.css"
import { serverWords } from "./serverWords"
import type { WizardStore } from "./store"
import type { AppWords } from "./words"

interface Props {
  store: WizardStore
  words: AppWords
  elements: readonly PageElement[]
}

export function TestEvent({ store, words, elements }: Props) {
  const busy = store.useWizard(({ busy }) => busy)
  const tested = store.useWizard(({ tested }) => tested)
  const flow = elements.find((one) => one.type === "lights")?.flow ?? ""
  return (
    <section className={classes.test} aria-label={words.test}>
      <h2>{words.test}</h2>
      <p>{words.testText}</p>
      <button type="button" className={controls.button} disabled={busy} onClick={() => void store.test(flow)}>
        {words.testSend}
      </button>
      <p role="status">
        {tested && (tested.code ? serverWords({ code: tested.code, message: tested.detail }, words) : words.testSent)}
      </p>
    </section>
  )
}
