// @vitest-environment jsdom
import { expect, it } from "vitest"
import { commandFor } from "./bindings"
import { combinationOf, isTyping, matchesKey, matchesPlace, shown } from "./strokes"
import { COMMANDS } from "./table"

const stroke = (key: string, code: string, ...modifiers: string[]) => ({
  key,
  code,
  ctrlKey: modifiers.includes("ctrl"),
  metaKey: modifiers.includes("meta"),
  shiftKey: modifiers.includes("shift"),
  altKey: modifiers.includes("alt"),
})

it.each([
  ["n", stroke("n", "KeyN"), "add"],
  ["n where the key carries a Cyrillic letter", stroke("т", "KeyN"), "add"],
  ["? on a German keyboard", stroke("?", "Minus", "shift"), "keys"],
  ["+ typed with Shift", stroke("+", "Equal", "shift"), "zoomIn"],
  ["Ctrl+Z", stroke("z", "KeyZ", "ctrl"), "undo"],
  ["Ctrl+Shift+Z", stroke("Z", "KeyZ", "ctrl", "shift"), "redo"],
  ["the arrow alone", stroke("ArrowRight", "ArrowRight"), "walkRight"],
  ["Shift and arrow", stroke("ArrowRight", "ArrowRight", "shift"), "downstream"],
  ["Alt and arrow", stroke("ArrowRight", "ArrowRight", "alt"), "nudgeRight"],
  ["Ctrl+N, which is the browser's", stroke("n", "KeyN", "ctrl"), null],
])("%s", (_what, pressed, command) => {
  expect(commandFor(pressed, {}, false)).toBe(command)
})

it("takes Cmd for Ctrl on a Mac", () => {
  expect(commandFor(stroke("z", "KeyZ", "meta"), {}, true)).toBe("undo")
  expect(commandFor(stroke("z", "KeyZ", "ctrl"), {}, true)).toBeNull()
})

it("gives no two commands the same keys", () => {
  const all = COMMANDS.flatMap((command) => command.keys)
  expect(new Set(all).size).toBe(all.length)
})

it("knows when somebody types", () => {
  const input = document.createElement("input")
  const button = document.createElement("button")
  expect([isTyping(input), isTyping(button), isTyping(null)]).toEqual([true, false, false])
})

it.each([
  ["Shift+Alt+T", stroke("T", "KeyT", "shift", "alt"), "Shift+Alt+T"],
  ["a sign, whose Shift is the layout's affair", stroke("?", "Minus", "shift"), "?"],
  ["a Cyrillic letter, by its place", stroke("т", "KeyN"), "N"],
  ["what Option+U types on a Mac, by its place", stroke("Dead", "KeyU", "alt"), "Alt+U"],
  ["a blank", stroke(" ", "Space", "ctrl"), "Mod+Space"],
  ["a modifier that is only held", stroke("Shift", "ShiftLeft", "shift"), null],
])("calls %s by the name that the table uses", (_what, pressed, combination) => {
  expect(combinationOf(pressed, false)).toBe(combination)
})

it("prints keys as the keyboard at hand does", () => {
  expect([shown("Mod+Shift+Z", false), shown("Mod+Shift+Z", true), shown("Alt+ArrowLeft", false)]).toEqual([
    "Ctrl+Shift+Z",
    "⇧⌘Z",
    "Alt+←",
  ])
})

it.each([
  ["Option+U on a Mac types an accent", stroke("Dead", "KeyU", "alt"), "Alt+U", true],
  ["1 on a French keyboard types &", stroke("&", "Digit1"), "1", true],
  ["1 with Shift on a French keyboard", stroke("1", "Digit1", "shift"), "1", true],
  ["A on a French keyboard, where Q is", stroke("a", "KeyQ"), "Q", false],
  ["the Windows key and D", stroke("d", "KeyD", "meta"), "D", false],
  ["AltGr and E, which types €", stroke("€", "KeyE", "ctrl", "alt"), "Mod+E", false],
])("%s", (_what, pressed, combination, wanted) => {
  expect(matchesKey(pressed, combination, false) || matchesPlace(pressed, combination, false)).toBe(wanted)
})
