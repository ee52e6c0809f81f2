/** The customer's own webhook secret: pasted from the other service, or made here and shown this once. */
import { CircleCheck } from "lucide-react"
import { useId, useState } from "react"
import { say } from "../../../config/saying"
import type { PageElement } from "../../../flow/pages"
import controls from "../controls/controls.module.css"
import { WrongText } from "../controls/Field"
import { usePage } from "../pageContext"
import { CopyBox } from "./CopyBox"
import classes from "./elements.module.css"

type Element = Extract<PageElement, { type: "secret" }>

export function Secret({ element }: { element: Element }) {
  const { state } = usePage()
  const { words, secret } = state
  const [replacing, setReplacing] = useState(false)
  const label = element.label || words.secret
  const kept = secret.state === "kept" && !replacing
  return (
    <section className={classes.element} aria-label={label}>
      <h2 className={classes.title}>{label}</h2>
      {secret.shown && (
        <>
          <CopyBox label={label} text={secret.shown} />
          <p className={classes.quiet}>{words.secretOnce}</p>
        </>
      )}
      {kept && !secret.shown && (
        <p className={controls.good}>
          <CircleCheck size={16} aria-hidden />
          {secret.hint ? say(words.secretKeptHint, { hint: secret.hint }) : words.secretKept}
        </p>
      )}
      {kept ? (
        <button type="button" className={controls.button} disabled={state.busy} onClick={() => setReplacing(true)}>
          {words.secretReplace}
        </button>
      ) : (
        <Give element={element} label={label} given={() => setReplacing(false)} />
      )}
      {secret.problem && <WrongText id="secret-problem" wrong={[{ way: "", text: secret.problem }]} />}
    </section>
  )
}

function Give({ element, label, given }: { element: Element; label: string; given: () => void }) {
  const { state, deeds } = usePage()
  const { words } = state
  const [typed, setTyped] = useState("")
  const id = useId()
  const busy = state.busy || state.secret.state === "saving"
  if (element.mode === "show")
    return (
      <>
        <p className={classes.quiet}>{words.secretMakeText}</p>
        <button
          type="button"
          className={controls.accent}
          disabled={busy}
          onClick={() => {
            deeds.makeSecret()
            given()
          }}
        >
          {words.secretMake}
        </button>
      </>
    )
  const save = () => {
    if (typed.trim() === "") return
    deeds.enterSecret(typed.trim())
    setTyped("")
    given()
  }
  return (
    <>
      <p id={id} className={classes.quiet}>
        {words.secretEnter}
      </p>
      <div className={classes.copyBox}>
        <input
          className={controls.input}
          type="password"
          autoComplete="off"
          aria-label={label}
          aria-describedby={id}
          disabled={busy}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return
            event.preventDefault()
            save()
          }}
        />
        <button type="button" className={controls.accent} disabled={busy || typed.trim() === ""} onClick={save}>
          {words.secretSave}
        </button>
      </div>
    </>
  )
}
