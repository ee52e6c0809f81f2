// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest"
import { commandFor, holderOf, keysOf, useBindings } from "./bindings"

const pressed = (key: string, ...modifiers: string[]) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: modifiers.includes("ctrl"),
  metaKey: false,
  shiftKey: modifiers.includes("shift"),
  altKey: false,
})

beforeEach(() => useBindings.getState().reset())

it("calls a command by the keys somebody chose, and no longer by the table's", () => {
  useBindings.getState().bind("duplicate", ["J"])
  const { changed } = useBindings.getState()
  expect(commandFor(pressed("j"), changed, false)).toBe("duplicate")
  expect(commandFor(pressed("d", "ctrl"), changed, false)).toBeNull()
})

it("keeps what was chosen in the browser, and nothing when it is the table's again", () => {
  useBindings.getState().bind("duplicate", ["J"])
  expect(JSON.parse(localStorage.getItem("hookyard-keys") ?? "")).toEqual({ duplicate: ["J"] })
  useBindings.getState().bind("duplicate", ["Mod+D"])
  expect(JSON.parse(localStorage.getItem("hookyard-keys") ?? "")).toEqual({})
})

it("can leave a command without keys", () => {
  useBindings.getState().bind("duplicate", [])
  expect(commandFor(pressed("d", "ctrl"), useBindings.getState().changed, false)).toBeNull()
})

it("names the command that has keys already", () => {
  expect([holderOf("Mod+D", "publish"), holderOf("Mod+D", "duplicate"), holderOf("J", "publish")]).toEqual([
    "duplicate",
    null,
    null,
  ])
})

it("puts one command back, or all", () => {
  useBindings.getState().bind("duplicate", ["J"])
  useBindings.getState().bind("publish", ["B"])
  useBindings.getState().reset("duplicate")
  expect([keysOf("duplicate"), keysOf("publish")]).toEqual([["Mod+D"], ["B"]])
  useBindings.getState().reset()
  expect(keysOf("publish")).toEqual(["Shift+P"])
})
