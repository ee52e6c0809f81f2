/**
 * What happens, told by the server while it happens: one socket for the whole page.
 *
 * For: `line.watch(topic, listener)`, connecting again after a break, and knowing whether a topic is live. What is told is a hint
 * to look: pages read their data through the query cache, and go back to asking every few seconds while the line is down.
 * Not here: React (`useLive`).
 */
export type StepStatus = "succeeded" | "failed" | "skipped" | "ignored"

interface OfStep {
  flow: string
  stepId: string
  path: string
}

export interface Changed {
  id: string
  status: string
}

export type LiveEvent =
  /** From here on nothing is missed silently; what happened before is for you to fetch. */
  | { event: "subscribed" }
  | { event: "refused"; code: string }
  /** More happened than could be told: fetch it. */
  | { event: "missed" }
  | { event: "request.received" | "execution.changed"; items: Changed[]; more: number }
  | ({ event: "step.started"; at: string | null; attempt: number } & OfStep)
  | ({ event: "step.log"; level: string; message: string } & OfStep)
  | ({ event: "step.waiting"; seconds: number; attempt: number } & OfStep)
  | ({ event: "step.ended" } & OfStep & StepEnd)
  /** All that is known of the run follows anew; of a long one, what it did lately. */
  | { event: "again"; leftOut: number }
  | { event: "changed" | "ended"; status: string; flow?: string }

export interface StepEnd {
  status: StepStatus
  outlet: string
  durationUs: number
  attempt: number
  pinned: boolean
  error: { code: string; message: string } | null
}

export type Listener = (event: LiveEvent) => void

/** What a line needs of a WebSocket; tests hand in their own. */
export interface Socket {
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: ((closed: { code: number }) => void) | null
  send: (text: string) => void
  close: () => void
}

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** The server says something every 15 seconds; a line that is silent for longer than this is broken. */
const LONGEST_SILENCE = 40_000
/** Between two pages nobody watches for a moment. */
const LINGER = 5000
const NOT_SIGNED_IN = 4401
const NOT_ALLOWED = 4403

export class LiveLine {
  private socket: Socket | null = null
  private open = false
  private ended = false
  private failures = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private silence: ReturnType<typeof setTimeout> | undefined
  private linger: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly live = new Set<string>()
  private readonly onState = new Set<() => void>()

  constructor(
    private readonly connect: () => Socket,
    private readonly signedOut: () => void = () => {},
  ) {}

  /** Until the returned function is called. `subscribed` comes first, and again after each break. */
  watch(topic: string, listener: Listener): () => void {
    clearTimeout(this.linger)
    const known = this.listeners.get(topic)
    if (known) {
      known.add(listener)
      if (this.live.has(topic)) queueMicrotask(() => known.has(listener) && listener({ event: "subscribed" }))
    } else {
      this.listeners.set(topic, new Set([listener]))
      this.say({ subscribe: topic })
    }
    this.ensure()
    return () => this.leave(topic, listener)
  }

  isLive(topic: string): boolean {
    return this.live.has(topic)
  }

  /** Why a page that watches is not live: "trying" for the first moment, "down" once an attempt failed. */
  get state(): "idle" | "trying" | "open" | "down" {
    if (this.open) return "open"
    if (this.failures > 0 || this.ended) return "down"
    return this.listeners.size > 0 ? "trying" : "idle"
  }

  subscribeState(changed: () => void): () => void {
    this.onState.add(changed)
    return () => this.onState.delete(changed)
  }

  /** Somebody signed in: a line that was refused may try again. */
  welcome(): void {
    this.ended = false
    this.failures = 0
    if (this.listeners.size > 0) this.ensure()
  }

  /** The browser is online again, or its tab came back: no need to wait for the next try. */
  hurry(): void {
    if (this.socket || this.listeners.size === 0 || this.ended) return
    clearTimeout(this.retry)
    this.retry = undefined
    this.ensure()
  }

  private leave(topic: string, listener: Listener): void {
    const known = this.listeners.get(topic)
    if (!known?.delete(listener) || known.size > 0) return
    this.listeners.delete(topic)
    this.live.delete(topic)
    this.say({ unsubscribe: topic })
    if (this.listeners.size === 0) this.linger = setTimeout(() => this.hangUp(), LINGER)
  }

  private hangUp(): void {
    clearTimeout(this.retry)
    this.retry = undefined
    this.failures = 0
    // One that is still connecting is closed when it opens: closing it now would be an error in the console.
    if (this.open) this.socket?.close()
  }

  private ensure(): void {
    if (this.socket || this.retry !== undefined || this.ended) return
    const socket = this.connect()
    this.socket = socket
    socket.onopen = () => this.opened(socket)
    socket.onmessage = (message) => this.heard(message.data)
    socket.onclose = ({ code }) => this.closed(code)
    this.changed()
  }

  private opened(socket: Socket): void {
    if (this.listeners.size === 0) {
      socket.close()
      return
    }
    this.open = true
    this.expectMore()
    for (const topic of this.listeners.keys()) this.say({ subscribe: topic })
    this.changed()
  }

  private heard(data: unknown): void {
    this.expectMore()
    // Only what was heard counts as connected: a socket may open and be refused.
    this.failures = 0
    const { topic, ...event } = JSON.parse(String(data)) as LiveEvent & { topic?: string }
    if (!topic) return
    if (event.event === "subscribed") this.live.add(topic)
    if (event.event === "refused") this.live.delete(topic)
    if (event.event === "subscribed" || event.event === "refused") this.changed()
    for (const listener of [...(this.listeners.get(topic) ?? [])]) listener(event as LiveEvent)
  }

  private closed(code: number): void {
    clearTimeout(this.silence)
    this.socket = null
    this.open = false
    this.live.clear()
    if (code === NOT_SIGNED_IN || code === NOT_ALLOWED) this.ended = true
    if (code === NOT_SIGNED_IN) this.signedOut()
    if (this.listeners.size > 0 && !this.ended) {
      const pause = Math.min(FIRST_PAUSE * 2 ** this.failures, LONGEST_PAUSE)
      this.failures += 1
      // Spread, so that all pages do not come back to a restarted server in one moment.
      const spread = pause * (0.5 + Math.random())
      this.retry = setTimeout(() => {
        this.retry = undefined
        this.ensure()
      }, spread)
    }
    this.changed()
  }

  private expectMore(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => this.giveUp(), LONGEST_SILENCE)
  }

  /** A broken line can take minutes to say that it is closed. */
  private giveUp(): void {
    const { socket } = this
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.closed(1006)
  }

  private say(message: { subscribe: string } | { unsubscribe: string }): void {
    if (this.open) this.socket?.send(JSON.stringify(message))
  }

  private changed(): void {
    for (const listener of [...this.onState]) listener()
  }
}

let tenant: string | null = null
let onSignedOut: () => void = () => {}

/** Called by the session: for which tenant this page watches. */
export function watchAs(session: { tenant: string | null; signedOut: () => void }): void {
  tenant = session.tenant
  onSignedOut = session.signedOut
  line.welcome()
}

function openSocket(): Socket {
  const query = tenant ? `?${new URLSearchParams({ tenant })}` : ""
  const scheme = window.location.protocol === "https:" ? "wss" : "ws"
  return new WebSocket(`${scheme}://${window.location.host}/api/live${query}`) as Socket
}

export const line = new LiveLine(openSocket, () => onSignedOut())

window.addEventListener("online", () => line.hurry())
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) line.hurry()
})
