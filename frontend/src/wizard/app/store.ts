/**
 * The open wizard: what the server says, what is typed, what is under way.
 *
 * For: state and the deeds of a person. Every answer of the server replaces what it says; what is typed on the page stays.
 * Not here: drawing (`App`), what hosts are told (`host`), the window of a service (`consentWindow`).
 */
import { create } from "zustand"
import { say } from "../../config/saying"
import { formValues, isEmpty, Unread } from "../../config/values"
import { askedBy } from "../../flow/pages"
import { pageProblems } from "../view/progress"
import type { Calls, Finished, Proof, SentTest, ServerConnection, WizardState } from "./calls"
import { Refusal } from "./calls"
import { openConsent } from "./consentWindow"
import type { Host } from "./host"
import { type OnPage, pagesOf, problemsByField, toValidate, variablesOf } from "./pageState"
import { isProven } from "./proving"
import type { AppWords } from "./words"

export interface Wizard extends OnPage {
  problem: string | null
  offline: boolean
  finished: Finished | null
  cancelled: boolean
  stopped: { code: string; detail: string } | null
  tested: SentTest | null
  /** Counts moves to another page, so that the focus follows each. */
  moves: number
  /** Counts tries to go on that failed, so that the focus goes to what is wrong once, and not while it is mended. */
  stumbles: number
}

export interface Tools {
  calls: Calls
  host: Host
  words: AppWords
}

export type WizardStore = ReturnType<typeof createWizard>

export function createWizard(server: WizardState, { calls, host, words }: Tools) {
  const { id: instance } = server.instance
  const useWizard = create<Wizard>(() => ({
    server,
    page: server.page,
    values: formValues(variablesOf(server), server.values),
    errors: {},
    connecting: {},
    choices: {},
    secret: { state: "none" },
    busy: false,
    problem: null,
    offline: false,
    finished: null,
    cancelled: false,
    stopped: null,
    tested: null,
    moves: 0,
    stumbles: 0,
  }))
  const { getState: get, setState: set } = useWizard
  const pages = () => pagesOf(get().server)

  /** What stands on the page, as it is sent: nothing typed takes a value away. */
  function answers(): Record<string, unknown> {
    const { values, page } = get()
    const keys = (pages()[page]?.elements ?? []).flatMap((element) => askedBy(element) ?? [])
    const sent = keys.filter((key) => !(values[key] instanceof Unread))
    return Object.fromEntries(sent.map((key) => [key, isEmpty(values[key]) ? null : values[key]]))
  }

  function refused(failure: unknown) {
    const refusal = failure instanceof Refusal ? failure : new Refusal("unreadable", String(failure))
    if (["wizard_session_ended", "tenant_suspended"].includes(refusal.code)) {
      set({ stopped: { code: refusal.code, detail: refusal.message }, busy: false })
      host.tell(
        { type: "tray.configPopup.error", err: refusal.message },
        { type: "hookyard.wizard.error", instance, code: refusal.code, message: refusal.message },
      )
      return
    }
    const { errors, rest } = problemsByField(refusal.errors, words)
    const first = refusal.errors.find((error) => error.page !== undefined)?.page
    if (first !== undefined && first !== get().page) set({ page: first, moves: get().moves + 1 })
    set({
      errors,
      problem: [...rest, Object.keys(errors).length > 0 ? words.fixErrors : rest.length ? "" : refusal.message]
        .filter(Boolean)
        .join(" "),
    })
  }

  /** One thing at a time: a second click while it is under way is none. */
  async function alone(deed: () => Promise<void>) {
    if (get().busy) return
    set({ busy: true, problem: null })
    try {
      await deed()
    } catch (failure) {
      refused(failure)
    } finally {
      const { errors, stumbles } = get()
      set({ busy: false, stumbles: stumbles + (Object.keys(errors).length > 0 ? 1 : 0) })
    }
  }

  function goTo(page: number) {
    set({ page, errors: {}, problem: null, tested: null, moves: get().moves + 1 })
    host.tell({ type: "hookyard.wizard.page", instance, page, pages: pages().length })
  }

  /** True when the page may be left, as far as we and the host can tell; the server has the last word. */
  async function isRight(): Promise<boolean> {
    const { server, page, values } = get()
    const here = pages()[page]
    const errors = here ? pageProblems(here, variablesOf(server), values) : {}
    set({ errors })
    if (Object.keys(errors).length > 0) {
      set({ problem: words.fixErrors })
      return false
    }
    if (!server.host.customValidation || !host.listens) return true
    const verdict = await host.validate(toValidate(get()), instance, page)
    if (verdict === "silent") {
      set({ problem: words.hostSilent })
      return false
    }
    const asked = new Set(toValidate(get()).visibleValues)
    const told = Object.entries(verdict.errors)
    set({ errors: Object.fromEntries(told.map(([key, text]) => [key, [{ way: "", text }]])) })
    if (told.length > 0)
      set({ problem: [...told.filter(([key]) => !asked.has(key)).map(([, text]) => text), words.fixErrors].join(" ") })
    return told.length === 0
  }

  const next = () =>
    alone(async () => {
      const { page } = get()
      if (!(await isRight())) return
      const server = await calls.put<WizardState>(`pages/${page}`, { values: answers(), leave: "next" })
      set({ server })
      if (page + 1 < pages().length) return goTo(page + 1)
      const finished = await calls.post<Finished>("finish")
      set({ finished, moves: get().moves + 1 })
      host.tell(
        { type: "tray.configPopup.finish" },
        { type: "hookyard.wizard.finish", instance, enabled: finished.enabled, proven: finished.proven },
      )
    })

  const back = () =>
    alone(async () => {
      const { page } = get()
      const server = await calls.put<WizardState>(`pages/${page}`, { values: answers(), leave: "back" })
      set({ server })
      goTo(Math.max(0, page - 1))
    })

  const cancel = () =>
    alone(async () => {
      await calls.put<WizardState>(`pages/${get().page}`, { values: answers(), leave: "stay" })
      calls.farewell("DELETE", "state")
      set({ cancelled: true, moves: get().moves + 1 })
      host.tell({ type: "tray.configPopup.cancel" }, { type: "hookyard.wizard.cancel", instance })
    })

  /** For a closed lid or a page that is left: kept without being checked. */
  function keep() {
    const { page, finished, cancelled, stopped, busy } = get()
    if (finished || cancelled || stopped || busy) return
    calls.farewell("PUT", `pages/${page}`, { values: answers(), leave: "stay" })
  }

  function change(variable: string, value: unknown) {
    const { values, errors } = get()
    const { [variable]: _, ...others } = errors
    set({ values: { ...values, [variable]: value }, errors: others })
  }

  const connecting = (variable: string, now: Wizard["connecting"][string] | null) => {
    const { [variable]: _, ...others } = get().connecting
    set({ connecting: now ? { ...others, [variable]: now } : others })
  }

  async function refresh() {
    const server = await calls.get<WizardState>("state")
    set({ server })
  }

  async function connect(variable: string, filled: Record<string, string> | null) {
    // A window may only be opened by the click itself; what it needs follows.
    const opened = filled === null ? openConsent() : null
    connecting(variable, { state: filled === null ? "waiting" : "testing" })
    try {
      const known = get().server.connections.find(({ id }) => id === get().values[variable])
      const connection =
        known && (filled === null || known.status !== "ok")
          ? filled === null
            ? known
            : await calls.patch<ServerConnection>(`connections/${known.id}`, { values: filled })
          : await calls.post<ServerConnection>("connections", { variable, values: filled ?? {} })
      change(variable, connection.id)
      if (opened) {
        const { ticket } = await calls.post<{ ticket: string }>(`connections/${connection.id}/authorize`)
        await opened.goWith(ticket, async () => {
          await refresh()
          return get().server.connections.some(({ id, status }) => id === connection.id && status === "ok")
        })
      }
      await refresh()
      connecting(variable, null)
    } catch (failure) {
      opened?.close()
      await refresh().catch(() => {})
      connecting(variable, { state: "broken", problem: failure instanceof Error ? failure.message : String(failure) })
    }
  }

  async function giveSecret(value: string) {
    const { page } = get()
    const element = (pages()[page]?.elements ?? []).findIndex(({ type }) => type === "secret")
    set({ secret: { state: "saving" } })
    try {
      const { shown } = await calls.post<{ shown: string }>("secret", { page, element, value })
      set({ secret: { state: "kept", shown: shown || null } })
      await refresh()
    } catch (failure) {
      set({ secret: { state: "none", problem: failure instanceof Error ? failure.message : String(failure) } })
    }
  }

  async function loadChoices(variable: string, fresh = false) {
    const put = (choices: Wizard["choices"][string]) => set({ choices: { ...get().choices, [variable]: choices } })
    put({ state: "loading", choices: get().choices[variable]?.choices ?? [] })
    try {
      const { choices } = await calls.post<{ choices: Wizard["choices"][string]["choices"] }>("choices", {
        variable,
        values: answers(),
        fresh,
      })
      put({ state: "ready", choices })
    } catch (failure) {
      put({ state: "failed", choices: [], problem: failure instanceof Error ? failure.message : String(failure) })
    }
  }

  let cursor = server.cursor
  async function look() {
    const { finished, stopped, cancelled } = get()
    if (stopped || cancelled) return
    try {
      const before = get().server
      const proof = await calls.get<Proof>(`lights?after=${cursor}`)
      cursor = proof.cursor
      if (JSON.stringify(proof.lights) === JSON.stringify(before.lights)) return
      set({
        server: { ...get().server, lights: proof.lights },
        finished: finished && { ...finished, proven: isProven(proof.lights) },
      })
      const all = proof.lights[""]
      host.tell({
        type: "hookyard.wizard.proof",
        instance,
        seen: Boolean(all?.seen),
        verified: Boolean(all?.verified),
        routed: Boolean(all?.routed),
      })
    } catch (failure) {
      if (failure instanceof Refusal && failure.code === "wizard_session_ended" && !finished) refused(failure)
    }
  }

  const test = (flow: string) =>
    alone(async () => {
      const tested = await calls.post<SentTest>("test", { flow })
      set({ tested, server: { ...get().server, lights: tested.lights } })
    })

  const again = () => set({ finished: null, page: 0, errors: {}, problem: null, moves: get().moves + 1 })

  return {
    useWizard,
    next,
    back,
    cancel,
    keep,
    change,
    connect,
    giveSecret,
    loadChoices,
    look,
    test,
    again,
    offline: (offline: boolean) => set({ offline }),
    doneWords: (): string =>
      say(get().finished?.enabled ? words.doneEnabled : words.doneKept, {
        integration: server.integration.name,
        tenant: server.tenant.name,
      }),
  }
}
