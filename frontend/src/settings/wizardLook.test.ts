// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { ENGLISH } from "../wizard/view/words"
import { originOf } from "./WizardLook"
import { wordsOf } from "./WordsField"

describe("a page that may show wizards", () => {
  it.each([
    ["https://app.example.com/settings?tab=1", "https://app.example.com"],
    [" https://App.Example.com:443/ ", "https://app.example.com"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["app.example.com", "app.example.com"],
    ["mailto:me@example.com", "mailto:me@example.com"],
  ])("%s is kept as %s", (typed, kept) => expect(originOf(typed)).toBe(kept))
})

describe("a language file", () => {
  it("keeps what differs from our words", () =>
    expect(wordsOf(JSON.stringify({ ...ENGLISH, finish: "Klaar" }))).toEqual({ finish: "Klaar" }))

  it.each([
    ["{", "This file is not JSON."],
    ["[]", "This file is no list of words by key."],
    ['{"nothing": "x"}', "The wizard has no words under nothing."],
    ['{"finish": 7}', "finish is not a text."],
  ])("%s is refused in words", (text, said) => expect(wordsOf(text)).toBe(said))
})
