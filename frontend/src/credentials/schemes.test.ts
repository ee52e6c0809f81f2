import { expect, it } from "vitest"
import type { CredentialField, Scheme } from "../api/types"
import { groupedChoices, secretToSend, settingsToSend, startValues } from "./schemes"

const field = (name: string, more: Partial<CredentialField> = {}): CredentialField => ({
  name,
  title: name,
  description: "",
  kind: "text",
  choices: [],
  default: null,
  minimum: null,
  maximum: null,
  required: false,
  ...more,
})

const scheme = (key: Scheme["key"], more: Partial<Scheme>): Scheme => ({
  key,
  title: key,
  group: "general",
  text: "",
  find: "",
  docs: "",
  handshake: "",
  ids: [],
  sends: true,
  settings: [],
  secret: [field("value", { required: true })],
  ...more,
})

const HMAC = scheme("hmac", {
  settings: [
    field("header", { required: true }),
    field("algorithm", { kind: "choice", choices: ["sha256", "sha1"], default: "sha256" }),
    field("prefix"),
    field("signed", { kind: "choice", choices: ["body", "timestamp.body"], default: "body" }),
    field("timestampHeader"),
    field("toleranceSeconds", { kind: "number", default: 300 }),
  ],
})

it("begins with what is stored and fills in the rest", () => {
  expect(startValues(HMAC, { header: "X-Hub-Signature-256", odd: true })).toMatchObject({
    header: "X-Hub-Signature-256",
    algorithm: "sha256",
    toleranceSeconds: 300,
  })
})

it("sends no timestamp settings for a signature over the body alone", () => {
  const values = { ...startValues(HMAC), header: "X-Signature", timestampHeader: "X-Time" }
  expect(settingsToSend(HMAC, values)).toEqual({ header: "X-Signature", algorithm: "sha256", signed: "body" })
})

it("sends them when the timestamp is signed", () => {
  const values = { ...startValues(HMAC), signed: "timestamp.body", timestampHeader: "X-Time" }
  expect(settingsToSend(HMAC, values)).toMatchObject({ timestampHeader: "X-Time", toleranceSeconds: 300 })
})

it("keeps an empty setting that is required, so that the server can name it", () => {
  expect(settingsToSend(scheme("basic", { settings: [field("username", { required: true })] }), {})).toEqual({
    username: "",
  })
})

it("replaces a secret of two parts only when both were typed", () => {
  const meta = scheme("meta", { secret: [field("value"), field("verifyToken")] })
  expect(secretToSend(meta, { value: "a" })).toBeNull()
  expect(secretToSend(meta, { value: "a", verifyToken: "b" })).toEqual({ value: "a", verifyToken: "b" })
})

it("has nothing to send where nothing is secret", () => {
  expect(secretToSend(scheme("aws_sns", { secret: [] }), {})).toBeNull()
})

it("lists services by name, behind what fits any caller", () => {
  const choices = groupedChoices([
    scheme("zoom", { group: "provider", title: "Zoom" }),
    scheme("hmac", {}),
    scheme("github", { group: "provider", title: "GitHub" }),
  ])
  expect(choices.map(({ items }) => items.map(({ value }) => value))).toEqual([["hmac"], ["github", "zoom"]])
})
