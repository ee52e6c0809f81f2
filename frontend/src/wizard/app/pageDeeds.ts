/** What a page asks besides plain values: accounts, the secret, choices that a flow gives. */
import type { Calls, ServerConnection, WizardState } from "./calls"
import { openConsent } from "./consentWindow"
import { pagesOf, variablesOf } from "./pageState"
import { failureWords } from "./serverWords"
import type { Wizard } from "./store"
import type { AppWords } from "./words"

interface Reach {
  get: () => Wizard
  set: (part: Partial<Wizard>) => void
  calls: Calls
  words: AppWords
  change: (variable: string, value: unknown) => void
  answers: () => Record<string, unknown>
}

export function pageDeeds({ get, set, calls, words, change, answers }: Reach) {
  const connecting = (variable: string, now: Wizard["connecting"][string] | null) => {
    const { [variable]: _, ...others } = get().connecting
    set({ connecting: now ? { ...others, [variable]: now } : others })
  }

  async function refresh() {
    const server = await calls.get<WizardState>("state")
    set({ server })
  }

  /** Where a service asks for nothing and for no consent, since its own client proves all, `filled` is nothing and no window opens. */
  function consentsAt(variable: string) {
    const { services } = get().server
    const asked = variablesOf(get().server).find(({ key }) => key === variable)?.service
    return services.find(({ key }) => key === asked)?.scheme === "oauth2_code"
  }

  async function connect(variable: string, typed: Record<string, string> | null) {
    const filled = typed ?? (consentsAt(variable) ? null : {})
    connecting(variable, { state: filled === null ? "waiting" : "testing" })
    let opened: ReturnType<typeof openConsent> | null = null
    try {
      // A window may only be opened by the click itself; what it needs follows.
      opened = filled === null ? openConsent(words) : null
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
      connecting(variable, { state: "broken", problem: failureWords(failure, words) })
    }
  }

  async function giveSecret(value: string) {
    const { page } = get()
    const element = (pagesOf(get().server)[page]?.elements ?? []).findIndex(({ type }) => type === "secret")
    set({ secret: { state: "saving" } })
    try {
      const { shown } = await calls.post<{ shown: string }>("secret", { page, element, value })
      set({ secret: { state: "kept", shown: shown || null } })
      await refresh()
    } catch (failure) {
      set({ secret: { state: "none", problem: failureWords(failure, words) } })
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
      put({ state: "failed", choices: [], problem: failureWords(failure, words) })
    }
  }

  return { connect, giveSecret, loadChoices }
}
