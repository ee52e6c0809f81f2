// @vitest-environment jsdom
/** The window that goes to a service: one ticket, one consent, however often the page gives it. */
import { afterEach, expect, test, vi } from "vitest"

const ORIGIN = window.location.origin

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

async function openWindow() {
  document.body.innerHTML = '<p id="words"></p>'
  const opener = { postMessage: vi.fn() } as unknown as Window
  const fetched = vi.fn(async () => new Response(JSON.stringify({ code: "consent_unknown" }), { status: 409 }))
  vi.stubGlobal("opener", opener)
  vi.stubGlobal("fetch", fetched)
  await import("./consent")
  const give = (data: unknown, from: Window | null = opener, origin = ORIGIN) =>
    window.dispatchEvent(new MessageEvent("message", { data, origin, source: from }))
  return { opener, fetched, give }
}

test("a ticket that is given twice is changed once", async () => {
  const { opener, fetched, give } = await openWindow()
  expect(opener.postMessage).toHaveBeenCalledWith({ type: "hookyard.consent.ready" }, ORIGIN)
  give({ ticket: "t1" })
  give({ ticket: "t1" })
  await vi.waitFor(() => expect(document.getElementById("words")?.textContent).toContain("press Connect again"))
  expect(fetched).toHaveBeenCalledOnce()
})

test("nobody but the page that opened it, on our own origin, is heard", async () => {
  const { fetched, give } = await openWindow()
  give({ ticket: "t1" }, window)
  give({ ticket: "t1" }, undefined, "https://elsewhere.example")
  give({ type: "something else" })
  expect(fetched).not.toHaveBeenCalled()
})

test("it speaks as the page that opened it, and tells the server in which language", async () => {
  const { fetched, give } = await openWindow()
  give({
    words: { consentOpening: "Wordt verbonden…", server_consent_unknown: "Druk opnieuw op Verbinden." },
    language: "nl",
  })
  expect([document.title, document.documentElement.lang]).toEqual(["Wordt verbonden…", "nl"])
  give({ ticket: "t1" })
  await vi.waitFor(() => expect(document.getElementById("words")?.textContent).toBe("Druk opnieuw op Verbinden."))
  const [, sent] = fetched.mock.calls[0] as unknown as [string, RequestInit]
  expect(JSON.parse(String(sent.body))).toEqual({ ticket: "t1", language: "nl" })
})
