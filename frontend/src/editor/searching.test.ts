import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Component } from "../api/types"
import { chain, integration } from "../flow/fixtures"
import type { EditorPage } from "./commands/command"
import { entriesOf, searchEntries } from "./commands/entries"
import { openEditor } from "./fixtures"
import { searchComponents } from "./searching"

/** Words as the server has them; a test over there keeps the file right. */
const file = join(import.meta.dirname, "../../../fixtures/components.json")
const built: Component[] = JSON.parse(readFileSync(file, "utf8")).map((words: Partial<Component>) => ({
  ...words,
  inputs: {},
  connector: "",
  icon: "puzzle",
}))
const found = (search: string) => searchComponents(built, search).map((component) => component.key)

/** What people type for it, wherever they come from, and what they mean by it. */
const MEANT: readonly [string, string][] = [
  ["filter", "list"],
  ["filter list", "list"],
  ["sort", "list"],
  ["merge", "list"],
  ["dedupe", "list"],
  ["duplicates", "list"],
  ["unique", "list"],
  ["count", "list"],
  ["array", "list"],
  ["list", "list"],
  ["map", "map"],
  ["transform", "map"],
  ["split", "text"],
  ["replace", "text"],
  ["wait", "sleep"],
  ["delay", "sleep"],
  ["pause", "sleep"],
  ["loop", "loop"],
  ["each", "loop"],
  ["repeat", "loop"],
  ["batch", "loop"],
  ["break", "loop.break"],
  ["hash", "hash"],
  ["hmac", "hash"],
  ["sign", "hash"],
  ["uuid", "random"],
  ["id", "random"],
  ["date", "date"],
  ["time", "date"],
  ["now", "date"],
  ["if", "branch.value"],
  ["switch", "branch.value"],
  ["router", "branch.value"],
  ["else", "branch.expression"],
  ["condition", "branch.expression"],
  ["http", "http.request"],
  ["api", "http.request"],
  ["fetch", "http.request"],
  ["call api", "http.request"],
  ["json", "convert"],
  ["parse json", "convert"],
  ["xml", "convert"],
  ["csv", "convert"],
  ["base64", "convert"],
  ["code", "code"],
  ["javascript", "code"],
  ["function", "code"],
  ["script", "code"],
  ["schedule", "schedule"],
  ["cron", "schedule"],
  ["timer", "schedule"],
  ["poll", "schedule"],
  ["webhook", "webhook"],
  ["trigger", "webhook"],
  ["response", "respond"],
  ["return", "respond"],
  ["exit", "stop"],
  ["math", "math"],
  ["sum", "math"],
  ["number", "math"],
  ["counter", "storage.add"],
  ["cache", "storage.get"],
  ["validate", "schema.check"],
  ["debug", "log"],
  ["subflow", "flow.call"],
  ["customer", "customer.lookup"],
  ["coalesce", "first"],
]

describe("a search of the components", () => {
  it.each(MEANT)("%s means %s", (search, key) => {
    expect(found(search)[0]).toBe(key)
  })

  it("says the same for blanks and capitals", () => {
    expect(found("  Parse   JSON ")).toEqual(found("parse json"))
  })

  it("finds by a part of a word too, after all else", () => {
    expect(found("exing")).toEqual([])
    expect(found("uest")).toContain("http.request")
    expect(found("logic")).toContain("loop") // a group as a whole, but not its beginning
    expect(found("lo")).not.toContain("sleep")
  })

  it("takes every word that is typed", () => {
    expect(found("filter zebra")).toEqual([])
    expect(found("/")).toEqual([])
  })

  it.each([
    ["filter", "Add List"],
    ["json", "Add Convert"],
    ["merge", "Add List"],
  ])("ranks %s in the palette of commands likewise", (search, title) => {
    const store = openEditor(integration(chain("a")))
    store.setState({ components: Object.fromEntries(built.map((component) => [component.key, component])) })
    const page = { integrationId: "1", palette: true, testing: false } as EditorPage
    expect(searchEntries(entriesOf(store.getState(), page, []), search)[0]?.title).toBe(title)
  })
})
