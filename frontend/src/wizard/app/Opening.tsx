/** From a code or a kept session to an open wizard, or to words that say why not. */
import { type ReactElement, useEffect, useRef, useState } from "react"
import { App } from "./App"
import type { Arrival } from "./arrival"
import { Calls, type Opened, Refusal, type WizardState } from "./calls"
import { Host } from "./host"
import { Notice } from "./Notice"
import { bearer, keep, kept, unstash } from "./session"
import { createWizard } from "./store"
import { type AppWords, languageOf, loadWords } from "./words"

interface Props {
  arrival: Arrival
  place: string
}

export function Opening({ arrival, place }: Props) {
  const [open, setOpen] = useState<ReactElement | null>(null)
  const [refused, setRefused] = useState<{ refusal: Refusal; words: AppWords } | null>(null)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return // a code opens once, also where React runs effects twice
    begun.current = true
    begin(arrival, place).then(setOpen, (failure: unknown) => {
      const said = failure instanceof Refusal ? failure : new Refusal("unreadable", String(failure))
      document.documentElement.lang = languageOf(told("language"))
      void loadWords(told("language"), {}).then((words) => setRefused({ refusal: said, words }))
      new Host(arrival.mode, pageOrigins(), arrival.hostOrigin).tell(
        arrival.account || arrival.dialog
          ? { type: "tray.authPopup.error", error: said.message }
          : { type: "tray.configPopup.error", err: said.message },
        arrival.dialog
          ? { type: "hookyard.account.error", code: said.code, message: said.message }
          : { type: "hookyard.wizard.error", instance: "", code: said.code, message: said.message },
      )
    })
  }, [arrival, place])
  if (refused) return <Notice {...refused} ofAccount={arrival.dialog !== null} />
  return open ?? <p role="status" />
}

async function begin(arrival: Arrival, place: string): Promise<ReactElement> {
  if (!arrival.dialog) return enter(arrival, place)
  const { enterDialog } = await import("./dialogEntering")
  return enterDialog(arrival, arrival.dialog, place)
}

/** What the server says with the page itself, for a wizard that does not open: which pages may hear of it, and the language. */
const told = (name: "origins" | "language"): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="hookyard-${name}"]`)?.content ?? ""

const pageOrigins = (): string[] => told("origins").split(" ").filter(Boolean)

async function enter(arrival: Arrival, from: string): Promise<ReactElement> {
  let place = from
  let offline: (offline: boolean) => void = () => {}
  const calls = new Calls(
    () => bearer(place),
    (up) => offline(!up),
  )
  const fresh = Boolean(arrival.code) && kept(place)?.code !== arrival.code
  if (fresh) {
    const opened = await calls.post<Opened>("sessions", { code: arrival.code, instance: arrival.instance })
    // An address of Tray's form may not say whose this is; a reload has to know where it may be framed.
    place = opened.path
    window.history.replaceState(null, "", place)
    keep(place, { token: opened.token, code: arrival.code })
  } else if (!bearer(place)) {
    throw new Refusal("wizard_code_unknown", "Open the set-up from where you found it, or ask for a new link.")
  }
  const typed = unstash(place)
  const state = await calls.get<WizardState>("state")
  const server = {
    ...state,
    values: fresh ? state.values : { ...state.values, ...typed },
    host: { ...state.host, customValidation: state.host.customValidation || arrival.customValidation },
  }
  const words = await loadWords(server.language, server.words)
  document.documentElement.lang = languageOf(server.language)
  const host = new Host(arrival.mode, server.host.origins, arrival.hostOrigin)
  const store = createWizard(server, { calls, host, words, account: arrival.account })
  offline = store.offline
  if (!arrival.account) host.tell({ type: "tray.configPopup.ready" })
  host.tell({
    type: "hookyard.wizard.ready",
    instance: server.instance.id,
    page: server.page,
    pages: server.pages.length,
  })
  return <App store={store} words={words} mode={arrival.mode} />
}
