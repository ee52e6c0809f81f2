/**
 * A person agrees at a service in a window of its own, and this page hears how it went.
 *
 * For: opening that window, and listening in three ways, since each can be cut: what the window says to the page that opened it,
 * what it says to all pages of this origin, and asking the server.
 * Not here: React (`useConsent`), what is shown.
 */
import type { Connection } from "../api/types"

export interface Outcome {
  connected: boolean
  words: string
}

export const CHANNEL = "hookyard-connect"
const ASK_EVERY = 2000 // ms
const SIZE = "popup,width=620,height=760"

/** Call it in the very click: later a browser takes it for an advertisement. Null when it is blocked. */
export function openWindow(): Window | null {
  const opened = window.open("", CHANNEL, SIZE)
  return opened && !opened.closed ? opened : null
}

/** What a message says about a connection; null when it is none of ours. */
export function readOutcome(data: unknown, connection: string): Outcome | null {
  if (typeof data !== "object" || data === null) return null
  const told = data as Record<string, unknown>
  if (told.source !== CHANNEL || told.connection !== connection) return null
  return { connected: told.connected === true, words: typeof told.words === "string" ? told.words : "" }
}

/** What the server says, seen against what it said when the person was sent away; null while nothing came of it. */
export function outcomeOf(before: Connection, now: Connection): Outcome | null {
  if (now.updatedAt === before.updatedAt) return null
  return { connected: now.status === "ok", words: now.reason }
}

/** Tells once; returns how to stop listening. */
export function listen(
  before: Connection,
  read: () => Promise<Connection>,
  tell: (outcome: Outcome) => void,
): () => void {
  const hear = (outcome: Outcome | null) => {
    if (!outcome || over) return
    stop()
    tell(outcome)
  }
  const onMessage = (event: MessageEvent) => {
    if (event.origin === window.location.origin) hear(readOutcome(event.data, before.id))
  }
  let over = false
  const ask = () => {
    // A failure of asking says nothing of the connection: the next time may tell.
    read().then(
      (now) => hear(outcomeOf(before, now)),
      () => {},
    )
  }
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null
  channel?.addEventListener("message", onMessage)
  window.addEventListener("message", onMessage)
  const timer = window.setInterval(ask, ASK_EVERY)
  const stop = () => {
    over = true
    channel?.close()
    window.removeEventListener("message", onMessage)
    window.clearInterval(timer)
  }
  return stop
}
