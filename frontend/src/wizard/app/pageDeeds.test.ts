// @vitest-environment jsdom
import { expect, it, vi } from "vitest"
import type { Calls, WizardState } from "./calls"
import { pageDeeds } from "./pageDeeds"
import type { Wizard } from "./store"
import { appWordsWith } from "./words"

function wizardAt(scheme: string) {
  const server = {
    services: [{ key: "erp", scheme, fieldsAsked: [] }],
    variables: [{ key: "account", service: "erp" }],
    connections: [],
  } as unknown as WizardState
  const state = { server, values: {}, connecting: {} } as unknown as Wizard
  const sent: [string, unknown][] = []
  const calls = {
    get: async () => server,
    post: async (path: string, body: unknown) => {
      sent.push([path, body])
      return { id: "made", ticket: "ticket" }
    },
  } as unknown as Calls
  const deeds = pageDeeds({
    get: () => state,
    set: (part) => void Object.assign(state, part),
    calls,
    words: appWordsWith(),
    change: () => {},
    answers: () => ({}),
  })
  return { deeds, sent, state }
}

it("connects without a window where the service itself proves all", async () => {
  const open = vi.spyOn(window, "open")
  const { deeds, sent } = wizardAt("oauth2_client")
  await deeds.connect("account", null)
  expect(open).not.toHaveBeenCalled()
  expect(sent).toEqual([["connections", { variable: "account", values: {} }]])
})

it("opens a window where the service asks a person for consent, and tells when the browser blocks it", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null)
  const { deeds, state } = wizardAt("oauth2_code")
  await deeds.connect("account", null)
  expect(open).toHaveBeenCalledOnce()
  expect(state.connecting).toEqual({
    account: { state: "broken", problem: expect.stringContaining("kept a window from opening") },
  })
})
