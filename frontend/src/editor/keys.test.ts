import { expect, it } from "vitest"
import { BINDINGS, commandFor, isTyping } from "./keys"

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
  ["? on a German keyboard", stroke("?", "Minus", "shift"), "help"],
  ["+ typed with Shift", stroke("+", "Equal", "shift"), "zoomIn"],
  ["Ctrl+Z", stroke("z", "KeyZ", "ctrl"), "undo"],
  ["Ctrl+Shift+Z", stroke("Z", "KeyZ", "ctrl", "shift"), "redo"],
  ["the arrow alone", stroke("ArrowRight", "ArrowRight"), "walk"],
  ["Shift and arrow", stroke("ArrowRight", "ArrowRight", "shift"), "downstream"],
  ["Alt and arrow", stroke("ArrowRight", "ArrowRight", "alt"), "nudge"],
  ["Ctrl+N, which is the browser's", stroke("n", "KeyN", "ctrl"), null],
])("%s", (_what, pressed, command) => {
  expect(commandFor(pressed, false)).toBe(command)
})

it("takes Cmd for Ctrl on a Mac", () => {
  expect(commandFor(stroke("z", "KeyZ", "meta"), true)).toBe("undo")
  expect(commandFor(stroke("z", "KeyZ", "ctrl"), true)).toBeNull()
})

it("gives no two commands the same keys", () => {
  const all = BINDINGS.flatMap((binding) => binding.keys)
  expect(new Set(all).size).toBe(all.length)
})

it("knows when somebody types", () => {
  const input = document.createElement("input")
  const button = document.createElement("button")
  expect([isTyping(input), isTyping(button), isTyping(null)]).toEqual([true, false, false])
})
