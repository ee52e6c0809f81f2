/**
 * The open dialog of one account: what the server says, what is typed, what is under way.
 *
 * For: a new account, or one that is renewed, outside any set-up. Connecting it ends the dialog; one that is there may also be
 * kept under another name.
 * Not here: drawing (`AccountDialog`), accounts that a set-up asks for (`store`).
 */
import { create } from "zustand"
import { say } from "../../config/saying"
import { type Calls, type DialogState, Refusal, type ServerConnection } from "./calls"
import { openConsent } from "./consentWindow"
import { authTypeOf, type Host } from "./host"
import type { Connecting } from "./pageState"
import { failureWords } from "./serverWords"
import type { AppWords } from "./words"

export interface Dialog {
  server: DialogState
  name: string
  connecting: Connecting | null
  problem: string | null
  offline: boolean
  ended: "kept" | "left" | null
  stopped: { code: string; detail: string } | null
}

export interface DialogTools {
  calls: Calls
  host: Host
  words: AppWords
}

export type DialogStore = ReturnType<typeof createDialog>

export function createDialog(server: DialogState, { calls, host, words }: DialogTools) {
  const useDialog = create<Dialog>(() => ({
    server,
    name: server.connection?.name ?? server.service.name,
    connecting: null,
    problem: null,
    offline: false,
    ended: null,
    stopped: null,
  }))
  const { getState: get, setState: set } = useDialog
  const { service } = server
  const busy = () => ["waiting", "testing"].includes(get().connecting?.state ?? "")

  async function refresh(): Promise<DialogState> {
    const server = await calls.get<DialogState>("state")
    set({ server })
    return server
  }

  /** Called from a click: a window may only be opened by the click itself; what it needs follows. */
  async function connect(filled: Record<string, string> | null) {
    if (busy()) return
    const consents = service.scheme === "oauth2_code"
    set({ connecting: { state: consents ? "waiting" : "testing" }, problem: null })
    let opened: ReturnType<typeof openConsent> | null = null
    try {
      opened = consents ? openConsent(words) : null
      await calls.post<ServerConnection>("state", { name: get().name, values: filled })
      if (opened) {
        const before = (await refresh()).changedAt
        const { ticket } = await calls.post<{ ticket: string }>("authorize")
        // One that works already has to be connected anew, not just to be good.
        await opened.goWith(ticket, async () => {
          const { connection, changedAt } = await refresh()
          return connection?.status === "ok" && changedAt !== before
        })
      }
      await refresh()
      set({ connecting: null })
      end()
    } catch (failure) {
      opened?.close()
      if (isOver(failure)) return
      await refresh().catch(() => {})
      set({ connecting: { state: "broken", problem: wordsOf(failure) } })
    }
  }

  /** Of one that was there: its name, if it was changed, and that it is good. */
  async function keep() {
    if (busy()) return
    try {
      if (get().name !== get().server.connection?.name) {
        await calls.post<ServerConnection>("state", { name: get().name, values: null })
        await refresh()
      }
      end()
    } catch (failure) {
      if (!isOver(failure)) set({ problem: wordsOf(failure) })
    }
  }

  function end() {
    const { connection } = get().server
    if (connection?.status !== "ok") {
      set({ problem: say(words.notConnected, { service: service.name }) })
      return
    }
    calls.farewell("DELETE", "state")
    set({ ended: "kept" })
    host.tell(
      { type: "tray.authpopup.finish", authType: authTypeOf(service.scheme), authId: connection.id },
      { type: "hookyard.account.finish", account: connection.id, service: service.key },
    )
  }

  function leave() {
    calls.farewell("DELETE", "state")
    set({ ended: "left" })
    host.tell({ type: "tray.authpopup.close" }, { type: "hookyard.account.cancel" })
  }

  function isOver(failure: unknown): boolean {
    if (!(failure instanceof Refusal) || !["wizard_session_ended", "tenant_suspended"].includes(failure.code))
      return false
    set({ stopped: { code: failure.code, detail: failure.message } })
    host.tell(
      { type: "tray.authPopup.error", error: failure.message },
      { type: "hookyard.account.error", code: failure.code, message: failure.message },
    )
    return true
  }

  const wordsOf = (failure: unknown): string =>
    failure instanceof Refusal && failure.errors.length > 0
      ? failure.errors.map(({ message }) => message).join(" ")
      : failureWords(failure, words)

  return {
    useDialog,
    connect,
    keep,
    leave,
    rename: (name: string) => set({ name }),
    offline: (offline: boolean) => set({ offline }),
  }
}
