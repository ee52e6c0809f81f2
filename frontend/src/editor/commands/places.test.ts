// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest"
import { focusInSoon } from "./places"

/** Browsers tell of changes once the script that made them has ended. */
const told = () => Promise.resolve()
const show = (inside: string) => {
  const panel = document.createElement("aside")
  panel.id = "panel"
  panel.innerHTML = inside
  document.body.append(panel)
}
const focused = () => document.activeElement?.id

beforeEach(() => {
  document.body.innerHTML = ""
})

it("gives the keyboard to what is there", () => {
  show("<input id=label><input id=field>")
  focusInSoon("#panel", "#field", "#label")
  expect(focused()).toBe("field")
})

it("waits for a panel that is only being fetched, and lets go once it has it", async () => {
  focusInSoon("#panel", "#field")
  show("<p>Loading</p>")
  await told()
  expect(focused()).toBe("")
  document.querySelector("#panel")?.insertAdjacentHTML("beforeend", "<input id=field><input id=other>")
  await told()
  expect(focused()).toBe("field")
  document.querySelector<HTMLElement>("#other")?.focus()
  show("")
  await told()
  expect(focused()).toBe("other")
})

it.each(["keydown", "pointerdown"])("leaves the keyboard to whoever goes on meanwhile, by %s", async (type) => {
  focusInSoon("#panel", "#field")
  window.dispatchEvent(new Event(type))
  show("<input id=field>")
  await told()
  expect(focused()).toBe("")
})
