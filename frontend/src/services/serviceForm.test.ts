import { describe, expect, it } from "vitest"
import type { Service } from "../api/types"
import { KNOWN } from "./known"
import { apart, hostOf, KINDS, settingsOf, startForm } from "./serviceForm"

const service = (scheme: Service["scheme"], settings: Record<string, unknown>) =>
  ({ name: "Shopline", key: "shopline", scheme, settings }) as Service

describe("a service as a form", () => {
  it("keeps what was stored when nothing is changed", () => {
    const custom = {
      hosts: ["api.example.com"],
      fields: [{ key: "pin", label: "PIN", secret: true }],
      headers: { "X-Pin": "{{pin}}" },
      test: { method: "POST", url: "https://api.example.com/me" },
      instructions: "Open **Settings**.",
      connector: "shopline",
      auth: "token",
    }
    expect(settingsOf(startForm(service("custom", custom)))).toEqual(custom)
  })

  it("shows a field that does not say as secret, as the server takes it", () => {
    const form = startForm(
      service("custom", { fields: [{ key: "pin", label: "PIN" }], headers: { "X-Pin": "{{pin}}" } }),
    )
    expect(form.fields).toEqual([{ key: "pin", label: "PIN", secret: true }])
  })

  it("sends only what its kind knows, however much was typed before another was chosen", () => {
    const form = {
      ...startForm(),
      hosts: ["a.example"],
      scheme: "bearer" as const,
      tokenUrl: "https://a.example/token",
    }
    expect(settingsOf(form)).toEqual({ hosts: ["a.example"], instructions: "", test: null })
  })

  it("cuts blanks off addresses, which are often pasted", () => {
    const form = { ...startForm(), tokenUrl: " https://a.example/token\n" }
    expect(settingsOf(form).tokenUrl).toBe("https://a.example/token")
  })

  it("takes words that were pasted as one apart", () => {
    expect(apart(["read write", "admin,read"])).toEqual(["read", "write", "admin"])
  })

  it("reads the host of an address", () => {
    expect(hostOf("https://api.example.com:8443/me?x=1")).toBe("api.example.com")
    expect(hostOf("api.example")).toBeNull()
  })
})

describe("the known services", () => {
  it.each(KNOWN.map((known) => [known.name, known] as const))(
    "%s names hosts that its test request goes to",
    (_, known) => {
      const host = hostOf(known.testUrl ?? "") ?? ""
      const fits = (one: string) => (one.startsWith("*.") ? host.endsWith(one.slice(1)) : host === one)
      const own = known.hosts.some(fits)
      expect(own, host).toBe(true)
      expect(KINDS.some(({ value }) => value === known.scheme)).toBe(true)
    },
  )
})
