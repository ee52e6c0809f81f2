/** From a code or a kept session to the open dialog of one account. Loaded only where its address is. */
import type { ReactElement } from "react"
import { AccountDialog } from "./AccountDialog"
import type { Arrival, AskedAccount } from "./arrival"
import { Calls, type DialogState, type OpenedDialog, Refusal } from "./calls"
import { createDialog } from "./dialogStore"
import { Host } from "./host"
import { bearer, keep, kept } from "./session"
import { languageOf, loadWords } from "./words"

export async function enterDialog(arrival: Arrival, asked: AskedAccount, from: string): Promise<ReactElement> {
  let place = from
  let offline: (offline: boolean) => void = () => {}
  const calls = new Calls(
    () => bearer(place),
    (up) => offline(!up),
    "account-dialog",
  )
  if (arrival.code && kept(place)?.code !== arrival.code) {
    const opened = await calls.post<OpenedDialog>("sessions", { code: arrival.code, ...asked })
    // The address may not say whose this is; a reload has to know where it may be framed.
    place = opened.path
    window.history.replaceState(null, "", place)
    keep(place, { token: opened.token, code: arrival.code })
  } else if (!bearer(place)) {
    throw new Refusal("wizard_code_unknown", "Open this from where you found it, or ask for a new link.")
  }
  const server = await calls.get<DialogState>("state")
  const words = await loadWords(server.language, server.words)
  document.documentElement.lang = languageOf(server.language)
  const host = new Host(arrival.mode, server.origins, arrival.hostOrigin)
  const store = createDialog(server, { calls, host, words })
  offline = store.offline
  host.tell({ type: "hookyard.account.ready" })
  return <AccountDialog store={store} words={words} mode={arrival.mode} />
}
