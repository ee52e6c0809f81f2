/** What the server says in another language. */
import { describe, expect, it } from "vitest"
import { wrong } from "../../config/checks"
import dutch from "../words/nl.json"
import type { WizardState } from "./calls"
import { Refusal } from "./calls"
import { WindowTrouble } from "./consentWindow"
import { problemsByField } from "./pageState"
import { failureWords, SERVER_ENGLISH, serverWords } from "./serverWords"
import { appWordsWith } from "./words"

const english = appWordsWith()
const words = appWordsWith(dutch)
const said = "Shopline answered 401 to it. Check what you typed; nothing was stored."

describe("what the server says", () => {
  it("is said in the wizard's language, with the other service's own words", () => {
    const told = serverWords({ code: "connection_refused", message: said }, words)
    expect(told).toBe(
      `De andere dienst neemt dit niet aan. Controleer wat je hebt ingevuld; er is niets bewaard. (${said})`,
    )
  })

  it("stays as it is in English, and where its code has no words", () => {
    expect(serverWords({ code: "connection_refused", message: said }, english)).toBe(said)
    expect(serverWords({ code: "brand_new", message: said }, words)).toBe(said)
  })

  it("is different in Dutch for every code", () => {
    for (const code of Object.keys(SERVER_ENGLISH).map((word) => word.slice("server_".length)))
      expect(serverWords({ code, message: said }, words)).not.toBe(serverWords({ code, message: said }, english))
  })

  it("is read from whatever was thrown", () => {
    expect(failureWords(new Refusal("choices_too_slow", said), words)).toContain("duurde te lang")
    expect(failureWords(new WindowTrouble("window_closed"), words)).toContain("venster werd gesloten")
    expect(failureWords(new Error("as the service said"), words)).toBe("as the service said")
  })
})

describe("what the server finds wrong with a field", () => {
  const limit = { key: "limit", name: "Limit", type: "number", minimum: 1 }
  const account = { key: "account", name: "Account", type: "connection", service: "shop" }
  const server = {
    variables: [limit, account],
    services: [{ key: "shop", name: "Shopline" }],
  } as unknown as WizardState
  const problem = (field: string, code: string) => ({ field: `config.${field}`, code, message: "In English." })
  const inDutch = (field: string, code: string, values = {}) =>
    problemsByField([problem(field, code)], words, { server, values }).errors

  it("is said by what we find ourselves", () => {
    expect(inDutch("limit", "invalid", { limit: 0 })).toEqual({ limit: wrong("atLeast", { least: 1 }) })
    expect(inDutch("limit", "required")).toEqual({ limit: wrong("required") })
  })

  it("is said by its code", () => {
    expect(inDutch("account", "not_connected").account?.[0]?.text).toBe("Verbind Shopline om verder te gaan.")
  })

  it("is the server's sentence where we find nothing", () => {
    expect(inDutch("limit", "invalid", { limit: 5 })).toEqual({ limit: [{ way: "", text: "In English." }] })
  })
})
