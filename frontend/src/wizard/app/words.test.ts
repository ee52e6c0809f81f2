import { describe, expect, it } from "vitest"
import dutch from "../words/nl.json"
import { ALL_WORDS, APP_ENGLISH, appWordsWith } from "./words"

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()

describe("Dutch", () => {
  it("says every word and none that nobody asks for", () => {
    expect(Object.keys(dutch).sort()).toEqual([...ALL_WORDS].sort())
  })

  it("fills in the same places as English", () => {
    const english: Record<string, string> = appWordsWith()
    for (const [key, text] of Object.entries(dutch))
      expect([key, places(text)]).toEqual([key, places(english[key] ?? "")])
  })
})

describe("a tenant's own words", () => {
  it("replace ours, and nothing else does", () => {
    const words = appWordsWith({ doneTitle: "Hooray", finish: "Go", nonsense: "x", close: 7 })
    expect([words.doneTitle, words.finish, words.close]).toEqual(["Hooray", "Go", APP_ENGLISH.close])
    expect("nonsense" in words).toBe(false)
  })
})
