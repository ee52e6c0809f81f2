// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type LiveEvent, LiveLine, type Socket } from "./live"

/** The server's end of a line. */
class FakeSocket implements Socket {
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: ((closed: { code: number }) => void) | null = null
  readonly heard: unknown[] = []
  closed = false

  send(text: string) {
    this.heard.push(JSON.parse(text))
  }
  close() {
    this.closed = true
    this.onclose?.({ code: 1000 })
  }
  tell(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  open() {
    this.onopen?.()
  }
  /** As our server does: says yes to what is asked. */
  admit(...topics: string[]) {
    this.open()
    for (const topic of topics) this.tell({ topic, event: "subscribed" })
  }
}

let sockets: FakeSocket[]
const latest = () => sockets.at(-1) as FakeSocket

function makeLine(signedOut = () => {}) {
  return new LiveLine(() => {
    sockets.push(new FakeSocket())
    return latest()
  }, signedOut)
}

beforeEach(() => {
  sockets = []
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe("one line for the page", () => {
  it("opens with the first who watches and asks for every topic once", () => {
    const line = makeLine()
    line.watch("requests", () => {})
    line.watch("requests", () => {})
    line.watch("executions", () => {})
    latest().open()
    expect(sockets).toHaveLength(1)
    expect(latest().heard).toEqual([{ subscribe: "requests" }, { subscribe: "executions" }])
  })

  it("hands events to those who watch the topic, in order", () => {
    const line = makeLine()
    const seen: LiveEvent[] = []
    line.watch("execution:1", (event) => seen.push(event))
    line.watch("execution:2", () => expect.unreachable())
    latest().open()
    latest().tell({ topic: "execution:1", event: "changed", status: "running" })
    latest().tell({ topic: "execution:1", event: "ended", status: "failed" })
    latest().tell({ event: "ping" })
    expect(seen).toEqual([
      { event: "changed", status: "running" },
      { event: "ended", status: "failed" },
    ])
  })

  it("is live for a topic from the server's yes until the line breaks", () => {
    const line = makeLine()
    line.watch("requests", () => {})
    expect(line.isLive("requests")).toBe(false)
    latest().admit("requests")
    expect(line.isLive("requests")).toBe(true)
    latest().onclose?.({ code: 1006 })
    expect(line.isLive("requests")).toBe(false)
    expect(line.state).toBe("down")
  })

  it("tells whoever comes to a live topic later that it is subscribed", async () => {
    const line = makeLine()
    line.watch("requests", () => {})
    latest().admit("requests")
    const seen: string[] = []
    line.watch("requests", ({ event }) => seen.push(event))
    await Promise.resolve()
    expect(seen).toEqual(["subscribed"])
  })

  it("stops asking for what nobody watches any more, and hangs up after a while", () => {
    const line = makeLine()
    const leave = line.watch("requests", () => {})
    latest().admit("requests")
    leave()
    expect(latest().heard.at(-1)).toEqual({ unsubscribe: "requests" })
    expect(latest().closed).toBe(false)
    vi.advanceTimersByTime(5000)
    expect(latest().closed).toBe(true)
    vi.advanceTimersByTime(120_000)
    expect(sockets).toHaveLength(1)
  })

  it("never closes a socket that is still connecting, which browsers complain about", () => {
    const line = makeLine()
    line.watch("requests", () => {})()
    vi.advanceTimersByTime(10_000)
    expect(latest().closed).toBe(false)
    latest().open()
    expect(latest().closed).toBe(true)
  })
})

describe("after a break", () => {
  it("comes back by itself and subscribes again", () => {
    const line = makeLine()
    const seen: string[] = []
    line.watch("requests", ({ event }) => seen.push(event))
    latest().admit("requests")
    latest().onclose?.({ code: 1012 })
    vi.advanceTimersByTime(1000)
    expect(sockets).toHaveLength(2)
    latest().admit("requests")
    expect(seen).toEqual(["subscribed", "subscribed"])
  })

  it("tries less and less often while the server is away", () => {
    const line = makeLine()
    line.watch("requests", () => {})
    for (let minute = 0; minute < 10; minute += 1) {
      latest().onclose?.({ code: 1006 })
      vi.advanceTimersByTime(60_000)
    }
    expect(sockets).toHaveLength(11)
    latest().onclose?.({ code: 1006 })
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(11)
    line.hurry()
    expect(sockets).toHaveLength(12)
  })

  it("does not take a silent line for a live one", () => {
    const line = makeLine()
    line.watch("requests", () => {})
    latest().admit("requests")
    vi.advanceTimersByTime(39_000)
    latest().tell({ event: "ping" })
    vi.advanceTimersByTime(39_000)
    expect(line.isLive("requests")).toBe(true)
    vi.advanceTimersByTime(1500)
    expect(line.isLive("requests")).toBe(false)
  })

  it("does not come back when the session ended, until somebody signs in", () => {
    const signedOut = vi.fn()
    const line = makeLine(signedOut)
    line.watch("requests", () => {})
    latest().admit("requests")
    latest().onclose?.({ code: 4401 })
    vi.advanceTimersByTime(300_000)
    expect(signedOut).toHaveBeenCalledOnce()
    expect(sockets).toHaveLength(1)
    line.welcome()
    expect(sockets).toHaveLength(2)
  })
})
