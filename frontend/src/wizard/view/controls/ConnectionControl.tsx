/** The customer's own account at an outside service: connect it, use one that is there, see whether it works. */
import { CircleCheck, Plug } from "lucide-react"
import { type KeyboardEvent, useId, useState } from "react"
import { wrong as wrongOf } from "../../../config/checks"
import { say } from "../../../config/saying"
import type { WizardConnection } from "../contract"
import { Markdown } from "../Markdown"
import { usePage, useTellable } from "../pageContext"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { Group, WrongText } from "./Field"

const NOTHING: WizardConnection = { service: "", fields: [], existing: [], state: "none" }

export function ConnectionControl({ variable, label, description, required, wrong }: ControlProps) {
  const { words, connections } = usePage().state
  const key = variable.key ?? ""
  const connection = connections[key] ?? { ...NOTHING, service: variable.service ?? label }
  const [again, setAgain] = useState(false)
  const done = connection.state === "connected" && !again
  return (
    <Group label={label} description={description} required={required ?? false} wrong={wrong}>
      <div className={classes.card}>
        {connection.state === "connected" && (
          <p className={classes.good}>
            <CircleCheck size={16} aria-hidden />
            {connection.name ? say(words.connectedAs, { name: connection.name }) : words.connected}
          </p>
        )}
        {done ? (
          <button type="button" className={classes.button} onClick={() => setAgain(true)}>
            {words.changeConnection}
          </button>
        ) : (
          <Connect id={key} connection={connection} done={() => setAgain(false)} />
        )}
      </div>
    </Group>
  )
}

interface ConnectProps {
  id: string
  connection: WizardConnection
  done: () => void
}

function Connect({ id, connection, done }: ConnectProps) {
  const { state, deeds } = usePage()
  const { words } = state
  const tell = useTellable()
  const { service, fields, instructions, problem } = connection
  const waiting = connection.state === "waiting" || connection.state === "testing"
  const verb = say(connection.state === "broken" ? words.connectAgain : words.connect, { service })
  const connect = (filled: Record<string, string> | null) => {
    deeds.connect(id, filled)
    done()
  }
  return (
    <>
      <Existing id={id} connection={connection} done={done} />
      {instructions && (
        <div className={classes.about}>
          <Markdown text={instructions} tell={tell} words={words} />
        </div>
      )}
      {fields.length > 0 ? (
        <Fill fields={fields} busy={state.busy || waiting} send={connect} />
      ) : (
        <button type="button" className={classes.accent} disabled={state.busy} onClick={() => connect(null)}>
          <Plug size={15} aria-hidden /> {verb}
        </button>
      )}
      <p role="status" className={classes.about}>
        {connection.state === "waiting" && say(words.connecting, { service })}
        {connection.state === "testing" && words.testing}
      </p>
      {problem && <WrongText id={`connection-${id}`} wrong={[{ way: "", text: problem }]} />}
    </>
  )
}

function Existing({ id, connection, done }: ConnectProps) {
  const { state, deeds } = usePage()
  const { words, busy } = state
  const field = useId()
  if (connection.existing.length === 0) return null
  const take = (chosen: string) => {
    if (!chosen) return
    deeds.takeConnection(id, chosen)
    done()
  }
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={field}>
        {words.useExisting}
      </label>
      <select
        id={field}
        className={classes.input}
        disabled={busy}
        value=""
        onChange={(event) => take(event.currentTarget.value)}
      >
        <option value="">{words.choose}</option>
        {connection.existing.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  )
}

interface FillProps {
  fields: WizardConnection["fields"]
  busy: boolean
  send: (filled: Record<string, string>) => void
}

function Fill({ fields, busy, send }: FillProps) {
  const { words } = usePage().state
  const id = useId()
  const [filled, setFilled] = useState<Record<string, string>>({})
  const [tried, setTried] = useState(false)
  const missing = fields.filter(({ key, required }) => required !== false && !filled[key]?.trim())
  const save = () => {
    setTried(true)
    if (missing.length === 0) send(filled)
  }
  // Not a form of its own: the page around it is one, and forms cannot stand in forms.
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    save()
  }
  return (
    <>
      {fields.map(({ key, label, secret, required }) => (
        <div key={key} className={classes.field}>
          <label className={classes.label} htmlFor={`${id}-${key}`}>
            {label}
            {required === false && <span className={classes.optional}> ({words.optional})</span>}
          </label>
          <input
            id={`${id}-${key}`}
            className={classes.input}
            type={secret ? "password" : "text"}
            autoComplete="off"
            spellCheck={false}
            disabled={busy}
            aria-invalid={tried && missing.some((one) => one.key === key)}
            value={filled[key] ?? ""}
            onKeyDown={onKey}
            onChange={(event) => setFilled({ ...filled, [key]: event.currentTarget.value })}
          />
          {tried && missing.some((one) => one.key === key) && (
            <WrongText id={`${id}-${key}-wrong`} wrong={wrongOf("required")} />
          )}
        </div>
      ))}
      <button type="button" className={classes.accent} disabled={busy} onClick={save}>
        {words.saveAndTest}
      </button>
    </>
  )
}
