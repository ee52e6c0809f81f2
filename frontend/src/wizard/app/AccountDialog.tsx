/** One account outside any set-up: its name, and the one way its service is connected. */
import { CircleCheck } from "lucide-react"
import { useEffect, useRef } from "react"
import { say } from "../../config/saying"
import type { PageDeeds, PageState, WizardConnection } from "../view/contract"
import frame from "../view/frame.module.css"
import { PageView } from "../view/PageView"
import { Themed, WizardFrame } from "../view/WizardFrame"
import { themeOf } from "./App"
import classes from "./app.module.css"
import type { Mode } from "./arrival"
import type { Dialog, DialogStore } from "./dialogStore"
import { Notice } from "./Notice"
import { serverWords } from "./serverWords"
import type { AppWords } from "./words"

interface Props {
  store: DialogStore
  words: AppWords
  mode: Mode
}

export function AccountDialog({ store, words, mode }: Props) {
  const dialog = store.useDialog()
  const { server, problem, ended, stopped, connecting } = dialog
  const title = say(server.renews ? words.accountOld : words.accountNew, { service: server.service.name })
  useEffect(() => {
    document.title = title
  }, [title])
  if (stopped)
    return <Notice refusal={{ ...stopped, message: stopped.detail }} words={words} theme={themeOf(server)} ofAccount />
  if (ended) return <Ended kept={ended === "kept"} {...{ store, words, mode }} />
  const busy = connecting?.state === "testing"
  return (
    <WizardFrame
      theme={themeOf(server)}
      words={words}
      pages={[title]}
      current={0}
      busy={busy}
      problem={problem}
      back={null}
      next={server.renews ? () => void store.keep() : null}
      cancel={mode === "page" ? null : store.leave}
    >
      {dialog.offline && (
        <p role="status" className={classes.offline}>
          {words.offline}
        </p>
      )}
      <PageView state={stateOf(dialog, title, busy, words)} deeds={deedsOf(store)} />
    </WizardFrame>
  )
}

const NAME = "name"
const ACCOUNT = "account"
const nothing = () => {}

const deedsOf = (store: DialogStore): PageDeeds => ({
  change: (variable, value) => variable === NAME && store.rename(String(value ?? "")),
  connect: (_, filled) => void store.connect(filled),
  takeConnection: nothing,
  enterSecret: nothing,
  makeSecret: nothing,
  reloadChoices: nothing,
})

function stateOf(dialog: Dialog, title: string, busy: boolean, words: AppWords): PageState {
  const { server, name } = dialog
  const { service, tenant, customer } = server
  return {
    page: {
      name: title,
      elements: [
        { type: "configVariable", variable: NAME },
        { type: "connection", variable: ACCOUNT },
      ],
    },
    variables: [
      { key: NAME, name: words.accountName, type: "string", required: true, description: words.accountNameAbout },
      { key: ACCOUNT, name: service.name, type: "connection", service: service.key, required: true },
    ],
    values: { [NAME]: name },
    errors: {},
    urls: {},
    lights: {},
    connections: { [ACCOUNT]: connectionOf(dialog, words) },
    choices: {},
    secret: { state: "none" },
    facts: { customer, tenant, integration: { name: "" } },
    words,
    imageUrl: (upload) => `/images/${encodeURIComponent(upload)}`,
    busy,
  }
}

function connectionOf({ server, connecting }: Dialog, words: AppWords): WizardConnection {
  const { connection, service, renews } = server
  const broken = connection && connection.status !== "ok" && (renews || connection.status !== "pending")
  const why = broken && connection.reason
  return {
    service: service.name,
    instructions: service.instructions || null,
    fields: service.fieldsAsked,
    existing: [],
    state: connecting?.state ?? (connection?.status === "ok" ? "connected" : broken ? "broken" : "none"),
    name: connection?.name ?? null,
    problem: connecting?.problem ?? (why ? serverWords({ code: "connection_broken", message: why }, words) : null),
  }
}

function Ended({ kept, store, words, mode }: Props & { kept: boolean }) {
  const { server } = store.useDialog()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <Themed theme={themeOf(server)}>
      <main className={classes.notice}>
        {kept && <CircleCheck size={40} className={classes.good} aria-hidden />}
        <h1 ref={heading} tabIndex={-1}>
          {kept ? words.connected : words.cancelledTitle}
        </h1>
        <p>{kept ? words.accountText : words.accountLeft}</p>
        <div className={classes.ways}>
          {mode === "popup" && (
            <button type="button" className={frame.next} onClick={() => window.close()}>
              {words.close}
            </button>
          )}
        </div>
      </main>
    </Themed>
  )
}
