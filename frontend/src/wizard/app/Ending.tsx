/** The end: finished, with or without proof, or left with the answers kept. */
import { CircleCheck } from "lucide-react"
import { useEffect, useRef } from "react"
import frame from "../view/frame.module.css"
import { Themed } from "../view/WizardFrame"
import { themeOf } from "./App"
import classes from "./app.module.css"
import type { Mode } from "./arrival"
import { pagesOf } from "./pageState"
import type { WizardStore } from "./store"
import type { AppWords } from "./words"

interface Props {
  store: WizardStore
  words: AppWords
  mode: Mode
}

export function Ending({ store, words, mode }: Props) {
  const { server, finished, accountKept } = store.useWizard()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const proves = pagesOf(server).some(({ elements }) => elements.some(({ type }) => type === "lights"))
  const { returnUrl } = server.host
  const theme = themeOf(server)
  return (
    <Themed theme={theme}>
      <header className={frame.header}>
        {theme.logo && <img className={frame.logo} src={theme.logo} alt="" />}
        <span className={frame.name}>{theme.name}</span>
      </header>
      <main className={classes.notice}>
        {(finished || accountKept) && <CircleCheck size={40} className={classes.good} aria-hidden />}
        <h1 ref={heading} tabIndex={-1}>
          {finished ? words.doneTitle : accountKept ? words.connected : words.cancelledTitle}
        </h1>
        <p>{finished ? store.doneWords() : accountKept ? words.accountText : words.cancelledText}</p>
        {finished && proves && <p role="status">{finished.proven ? words.doneProven : words.doneUnproven}</p>}
        <div className={classes.ways}>
          {mode === "popup" && (
            <button type="button" className={frame.next} onClick={() => window.close()}>
              {words.close}
            </button>
          )}
          {mode === "page" && finished && returnUrl && (
            <a className={frame.next} href={returnUrl}>
              {words.goBack}
            </a>
          )}
          {finished && (
            <button type="button" className={frame.back} onClick={store.again}>
              {words.changeAnswers}
            </button>
          )}
        </div>
      </main>
    </Themed>
  )
}
