import { expect, it } from "vitest"
import { settingsToSend, startValues } from "./schemes"

it("begins with what is stored and fills in the rest", () => {
  expect(startValues("hmac", { header: "X-Hub-Signature-256", odd: true })).toMatchObject({
    header: "X-Hub-Signature-256",
    algorithm: "sha256",
  })
})

it("sends no timestamp settings for a signature over the body alone", () => {
  const values = { ...startValues("hmac"), timestampHeader: "X-Time" }
  expect(settingsToSend("hmac", values)).toEqual({
    header: "X-Signature",
    algorithm: "sha256",
    encoding: "hex",
    signed: "body",
  })
})

it("sends them when the timestamp is signed", () => {
  const values = { ...startValues("hmac"), signed: "timestamp.body", timestampHeader: "X-Time" }
  expect(settingsToSend("hmac", values)).toMatchObject({ timestampHeader: "X-Time", toleranceSeconds: 300 })
})

it("keeps an empty setting that is required, so that the server can name it", () => {
  expect(settingsToSend("basic", { username: "" })).toEqual({ username: "" })
})
