/** One of several choices: those of the variable, or those a flow gives. */
import { RotateCw } from "lucide-react"
import { useState } from "react"
import { say } from "../../../config/saying"
import type { Choice } from "../../../flow/definition"
import { usePage } from "../pageContext"
import { asText, type ControlProps } from "./control"
import classes from "./controls.module.css"
import { Field } from "./Field"

const MANY = 20

export function PicklistControl(props: ControlProps) {
  const { state, deeds } = usePage()
  const { words } = state
  const { key = "", choicesFrom, choices: own = [] } = props.variable
  const filled = choicesFrom ? (state.choices[key] ?? { state: "loading" as const, choices: [] }) : null
  const choices = filled ? filled.choices : own
  const [wanted, setWanted] = useState("")
  const value = asText(props.value)
  const missing = value !== "" && !choices.some((choice) => choice.value === value)
  if (filled?.state === "failed")
    return (
      <Field {...props}>
        {(wiring) => (
          <div className={classes.failed} role="alert">
            <p>{filled.problem || words.choicesFailed}</p>
            <button
              {...wiring}
              type="button"
              className={classes.button}
              aria-label={words.tryAgain}
              onClick={() => deeds.reloadChoices(key)}
            >
              <RotateCw size={14} aria-hidden /> {words.tryAgain}
            </button>
          </div>
        )}
      </Field>
    )
  const loading = filled?.state === "loading"
  return (
    <Field {...props}>
      {(wiring) => (
        <>
          {choices.length > MANY && (
            <input
              type="search"
              className={classes.input}
              placeholder={say(words.search, { name: props.label })}
              aria-label={say(words.search, { name: props.label })}
              disabled={state.busy}
              value={wanted}
              onChange={(event) => setWanted(event.currentTarget.value)}
            />
          )}
          <select
            {...wiring}
            className={classes.input}
            aria-busy={loading}
            disabled={state.busy || loading}
            value={value}
            onChange={(event) => props.change(event.currentTarget.value || undefined)}
          >
            <option value="">
              {loading ? words.loadingChoices : choices.length > 0 ? words.choose : words.noChoices}
            </option>
            {missing && <option value={value}>{value}</option>}
            {choices
              .filter((choice) => choice.value === value || fits(choice, wanted))
              .map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label || choice.value}
                </option>
              ))}
          </select>
        </>
      )}
    </Field>
  )
}

const fits = ({ label, value }: Choice, wanted: string): boolean =>
  `${label ?? ""} ${value}`.toLowerCase().includes(wanted.trim().toLowerCase())
