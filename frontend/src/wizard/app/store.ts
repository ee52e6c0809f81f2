/**
 * The open wizard: what the server says, what is typed, what is under way.
 *
 * For: state and the deeds of a person. Every answer of the server replaces what it says; what is typed on the page stays.
 * Not here: drawing (`App`), what hosts are told (`host`), accounts, secrets and choices on a page (`pageDeeds`).
 */
import { create } from "zustand"
import { say } from "../../config/saying"
import { formValues, isEmpty, Unread } from "../../config/values"
import { askedBy } from "../../flow/pages"
import { pageProblems } from "../view/progress"
import type { Calls, Finished, Proof, SentTest, WizardState } from "./calls"
import { Refusal } from "./calls"
import { authTypeOf, type Host } from "./host"
import { pageDeeds } from "./pageDeeds"
import { type OnPage, pagesOf, problemsByField, shownOn, toValidate, variablesOf } from "./pageState"
import { isProven } from "./proving"
import { serverWords } from "./serverWords"
import { stash } from "./session"
import type { AppWords } from "./words"

export interface Wizard extends OnPage {
  problem: string | null
  offline: boolean
  finished: Finished | null
  cancelled: boolean
  /** The dialog for one account is through. */
  accountKept: boolean
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
  /** Key of the one connection that is asked for; empty: the whole set-up. */
  account: string
}

export type WizardStore = ReturnType<typeof createWizard>

export function createWizard(server: WizardState, { calls, host, words, account }: Tools) {
  const { id: instance } = server.instance
  const asksAccount = pagesOf(server).findIndex(({ elements }) => elements.some((one) => askedBy(one) === account))
  const useWizard = create<Wizard>(() => ({
    server,
    page: account ? Math.max(0, asksAccount) : server.page,
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
    accountKept: false,
    stopped: null,
    tested: null,
    moves: 0,
    stumbles: 0,
  }))
  const { getState: get, setState: set } = useWizard
  const pages = () => pagesOf(get().server)

  const shownPages = () => shownOn(get()).pages.flatMap((shown, index) => (shown ? [index] : []))

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
    const { errors, rest } = problemsByField(refusal.errors, words, get())
    const first = refusal.errors.find((error) => error.page !== undefined)?.page
    if (first !== undefined && first !== get().page) set({ page: first, moves: get().moves + 1 })
    set({
      errors,
      problem: [
        ...rest,
        Object.keys(errors).length > 0 ? words.fixErrors : rest.length ? "" : serverWords(refusal, words),
      ]
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
    const errors = here ? pageProblems(here, variablesOf(server), values, shownOn(get()).hidden) : {}
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
      const following = shownPages().find((index) => index > page)
      if (following !== undefined) return goTo(following)
      const finished = await calls.post<Finished>("finish")
      set({ finished, moves: get().moves + 1 })
      host.tell(
        { type: "tray.configPopup.finish" },
        { type: "hookyard.wizard.finish", instance, enabled: finished.enabled, proven: finished.proven },
      )
    })

  /** Of the dialog for one account: nothing else on its page is looked at, and nothing is finished. */
  const keepAccount = () =>
    alone(async () => {
      const { values, page, server } = get()
      const chosen = server.connections.find(({ id }) => id === values[account])
      const asked = variablesOf(server).find(({ key }) => key === account)?.service
      const service = server.services.find(({ key }) => key === asked)
      if (chosen?.status !== "ok") {
        set({ problem: say(words.notConnected, { service: service?.name ?? account }) })
        return
      }
      await calls.put<WizardState>(`pages/${page}`, { values: { [account]: chosen.id }, leave: "stay" })
      set({ accountKept: true, moves: get().moves + 1 })
      const authType = authTypeOf(service?.scheme ?? "")
      host.tell({ type: "tray.authpopup.finish", authType, authId: chosen.id })
    })

  const back = () =>
    alone(async () => {
      const { page } = get()
      const server = await calls.put<WizardState>(`pages/${page}`, { values: answers(), leave: "back" })
      set({ server })
      goTo(shownPages().findLast((index) => index < page) ?? 0)
    })

  const cancel = () =>
    alone(async () => {
      await calls.put<WizardState>(`pages/${get().page}`, { values: answers(), leave: "stay" })
      calls.farewell("DELETE", "state")
      set({ cancelled: true, moves: get().moves + 1 })
      if (account) host.tell({ type: "tray.authpopup.close" })
      else host.tell({ type: "tray.configPopup.cancel" }, { type: "hookyard.wizard.cancel", instance })
    })

  /** For a closed lid or a page that is left: kept without being checked. */
  function keep() {
    const { page, finished, cancelled, accountKept, stopped, busy } = get()
    if (accountKept || finished || cancelled || stopped || busy) return
    stash(window.location.pathname, answers())
    calls.farewell("PUT", `pages/${page}`, { values: answers(), leave: "stay" })
  }

  function change(variable: string, value: unknown) {
    const { values, errors } = get()
    const { [variable]: _, ...others } = errors
    set({ values: { ...values, [variable]: value }, errors: others })
  }

  const { connect, giveSecret, loadChoices } = pageDeeds({ get, set, calls, words, change, answers })

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
    account,
    next: account ? keepAccount : next,
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
