import { type ConsentWords, consentWords } from "./consentWords"

/** The window where the service asks for consent: opened by the click, given a ticket, watched until it is done or closed. */
const LOOK_EVERY = 1500 // milliseconds
const PATIENCE = 11 * 60_000 // a little longer than a consent lives

export interface ConsentWindow {
  /** Resolves when `isDone` says so; rejects with words when the window was closed before. */
  goWith: (ticket: string, isDone: () => Promise<boolean>) => Promise<void>
  close: () => void
}

export class WindowTrouble extends Error {
  constructor(
    readonly code: "window_blocked" | "window_closed" | "window_slow",
    message = "",
  ) {
    super(message)
  }
}

/** Throws `WindowTrouble` when the browser lets no window open. */
export function openConsent(words: ConsentWords): ConsentWindow {
  const opened = window.open("/wizard/consent", "_blank", "popup,width=560,height=720")
  if (!opened) {
    throw new WindowTrouble("window_blocked")
  }
  const greet = (event: MessageEvent) => {
    if (event.origin !== window.location.origin || event.source !== opened) return
    if ((event.data as { type?: string }).type !== "hookyard.consent.ready") return
    opened.postMessage({ words: consentWords(words), language: document.documentElement.lang }, window.location.origin)
  }
  window.addEventListener("message", greet)
  const close = () => {
    window.removeEventListener("message", greet)
    opened.close()
  }
  return { goWith: (ticket, isDone) => watch(opened, ticket, isDone), close }
}

function watch(opened: Window, ticket: string, isDone: () => Promise<boolean>): Promise<void> {
  return new Promise((settle, fail) => {
    const begun = Date.now()
    let said = ""
    let looking = false
    const timer = window.setInterval(() => void look(), LOOK_EVERY)
    window.addEventListener("message", hear)
    // It may have asked before we had the ticket.
    give()

    function give() {
      opened.postMessage({ ticket }, window.location.origin)
    }

    function hear(event: MessageEvent) {
      if (event.origin !== window.location.origin || event.source !== opened) return
      const data = event.data as { type?: string; source?: string; connected?: boolean; words?: string }
      if (data.type === "hookyard.consent.ready") give()
      if (data.source !== "hookyard-connect") return
      said = data.connected ? "" : (data.words ?? "")
      void look(true)
    }

    async function look(told = false) {
      if (looking) return
      looking = true
      const closed = opened.closed
      const done = await isDone().catch(() => false)
      looking = false
      if (done) end(settle)
      else if (told && said) end(() => fail(new Error(said)))
      else if (closed) end(() => fail(said ? new Error(said) : new WindowTrouble("window_closed")))
      else if (Date.now() - begun > PATIENCE) end(() => fail(new WindowTrouble("window_slow")))
    }

    function end(how: () => void) {
      window.clearInterval(timer)
      window.removeEventListener("message", hear)
      how()
    }
  })
}
