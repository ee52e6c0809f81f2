// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { arrive, cleaned, modeOf } from "./arrival"
import { Host, targetsOf } from "./host"

const OURS = "https://app.example.com"
const ASKED = { visibleValues: ["a"], configValues: { a: 1 }, authValues: { b: undefined } }

class FakeWindow extends EventTarget {
  sent: [unknown, string][] = []
  location = { ancestorOrigins: undefined as string[] | undefined, origin: "https://hookyard.example" }
  document = { referrer: "" }
  opener: FakeWindow | null = null
  parent: FakeWindow = this
  setTimeout = (work: () => void, wait: number) => window.setTimeout(work, wait)
  clearTimeout = (timer: number) => window.clearTimeout(timer)
  postMessage(message: unknown, origin: string) {
    this.sent.push([message, origin])
  }
}

function framed(origins: string[], hint = "") {
  const self = new FakeWindow()
  self.parent = new FakeWindow()
  const host = new Host("frame", origins, hint, self as unknown as Window)
  const answer = (data: unknown, origin = OURS, source: unknown = self.parent) =>
    self.dispatchEvent(Object.assign(new Event("message"), { data, origin, source }))
  return { host, parent: self.parent, answer }
}

const verdict = (data: unknown) => ({ type: "tray.configPopup.client.validation", data })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe("what is told", () => {
  it("goes to the configured origin and never to any", () => {
    const { host, parent } = framed([OURS])
    host.tell({ type: "tray.configPopup.ready" })
    expect(parent.sent).toEqual([[{ type: "tray.configPopup.ready" }, OURS]])
  })

  it("goes nowhere without a configured origin", () => {
    const { host, parent } = framed([])
    host.tell({ type: "tray.configPopup.finish" })
    expect([parent.sent, host.listens]).toEqual([[], false])
  })

  it.each([
    ["the one that is known", [OURS, "https://b.example"], ["https://b.example"], ["https://b.example"]],
    [
      "no place that is not configured",
      [OURS, "https://b.example"],
      ["https://evil.example"],
      [OURS, "https://b.example"],
    ],
    ["nothing when nothing is configured", [], ["https://evil.example"], []],
  ])("%s", (_, origins, places, targets) => {
    expect(targetsOf(origins, places)).toEqual(targets)
  })
})

describe("asking the host whether a page is right", () => {
  it("waits while it is in progress and takes its map of errors", async () => {
    const { host, parent, answer } = framed([OURS])
    const asked = host.validate(ASKED, "i-1", 0)
    expect(parent.sent[0]).toEqual([{ type: "tray.configPopup.validate", data: ASKED }, OURS])
    answer(verdict({ inProgress: true }))
    await vi.advanceTimersByTimeAsync(40_000)
    answer(verdict({ inProgress: false, errors: { a: "No", b: "", c: null } }))
    expect(await asked).toEqual({ errors: { a: "No" } })
  })

  it("takes no errors for a pass", async () => {
    const { host, answer } = framed([OURS])
    const asked = host.validate(ASKED, "i-1", 0)
    answer(verdict({ inProgress: false }))
    expect(await asked).toEqual({ errors: {} })
  })

  it.each([
    ["another origin", "https://evil.example", undefined],
    ["another window", OURS, new FakeWindow()],
  ])("does not hear %s, and gives up on a host that never answers", async (_, origin, source) => {
    const { host, parent, answer } = framed([OURS])
    const asked = host.validate(ASKED, "i-1", 0)
    answer(verdict({ inProgress: false, errors: {} }), origin, source ?? parent)
    await vi.advanceTimersByTimeAsync(5_001)
    expect(await asked).toBe("silent")
  })

  it.each([null, "text", 7, [], {}, { type: "tray.configPopup.client.validation" }, verdict("x")])(
    "is not confused by %j",
    async (data) => {
      const { host, answer } = framed([OURS])
      const asked = host.validate(ASKED, "i-1", 0)
      answer(data)
      await vi.advanceTimersByTimeAsync(5_001)
      expect(await asked).toBe("silent")
    },
  )
})

describe("how the page was opened", () => {
  it.each([
    ["/wizard/T", "", "#code=hkc_1&origin=https%3A%2F%2Fa.example", "hkc_1", false],
    ["/external/solutions/T/configure/I", "?code=hkc_2&customValidation=true", "", "hkc_2", true],
    ["/wizard/T", "", "", "", false],
  ])("%s%s%s", (pathname, search, hash, code, customValidation) => {
    expect(arrive({ pathname, search, hash }, "page")).toMatchObject({ code, customValidation })
    expect(cleaned({ pathname, search })).not.toContain("code")
  })

  it.each([
    [
      "/external/auth/create/T",
      "?code=c&serviceId=S&serviceEnvironmentId=E",
      { service: "S", environment: "E", account: "" },
    ],
    ["/external/auth/edit/T/A", "?code=c", { service: "", environment: "", account: "A" }],
    ["/external/auth/create/T/I/slot", "?code=c", null],
    ["/external/solutions/T/configure/I", "?code=c", null],
  ])("%s%s asks for one account outside any set-up, or does not", (pathname, search, dialog) => {
    expect(arrive({ pathname, search, hash: "" }, "page").dialog).toEqual(dialog)
  })

  it("knows a frame, a popup and a page", () => {
    const top = {} as Window
    expect(modeOf({ self: top, parent: {} as Window, opener: null } as never)).toBe("frame")
    expect(modeOf({ self: top, parent: top, opener: {} } as never)).toBe("popup")
    expect(modeOf({ self: top, parent: top, opener: null } as never)).toBe("page")
  })
})
