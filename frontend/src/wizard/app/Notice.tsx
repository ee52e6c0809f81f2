/** A wizard that does not open, or does not go on: what happened, and what to do. */

import { say } from "../../config/saying"
import type { Theme } from "../view/contract"
import { Themed } from "../view/WizardFrame"
import classes from "./app.module.css"
import type { AppWord, AppWords } from "./words"

const PLAIN: Theme = { name: "", scheme: "system" }
const SAID: Record<string, [AppWord, AppWord]> = {
  wizard_code_used: ["usedTitle", "usedText"],
  wizard_code_expired: ["expiredTitle", "expiredText"],
  wizard_code_unknown: ["unknownTitle", "unknownText"],
  wizard_session_ended: ["endedTitle", "endedText"],
  tenant_suspended: ["pausedTitle", "pausedText"],
}

/** Of one account alone, which keeps no answers. */
const OF_ACCOUNT: Record<string, [AppWord, AppWord]> = {
  wizard_code_used: ["usedTitle", "accountAgain"],
  wizard_code_expired: ["expiredTitle", "accountAgain"],
  wizard_code_unknown: ["unknownTitle", "accountAgain"],
  wizard_session_ended: ["accountEndedTitle", "accountAgain"],
}

interface Props {
  refusal: { code: string; message: string }
  words: AppWords
  theme?: Theme
  ofAccount?: boolean
}

export function Notice({ refusal, words, theme = PLAIN, ofAccount = false }: Props) {
  const [title, text] = (ofAccount ? OF_ACCOUNT[refusal.code] : undefined) ??
    SAID[refusal.code] ?? ["troubleTitle", "troubleText"]
  document.title = words[title]
  return (
    <Themed theme={theme}>
      <main className={classes.notice}>
        <div role="alert">
          <h1>{words[title]}</h1>
          <p>{say(words[text], { detail: refusal.message })}</p>
        </div>
      </main>
    </Themed>
  )
}
