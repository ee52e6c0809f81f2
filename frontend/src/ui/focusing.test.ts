// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest"
import { focusField } from "./focusing"

Object.assign(globalThis, { CSS: { escape: (text: string) => text } })
Element.prototype.scrollIntoView = () => {}

afterEach(() => {
  document.body.innerHTML = ""
})

const PAGE = `
  <div data-field="methods"><input type="hidden"><input id="methods"></div>
  <input data-field="policy.retry.maxAttempts" id="tries">
  <input data-field="policy.retry" id="retry">
  <input data-field="off" disabled>`

it.each([
  ["methods[1]", "methods"], // an entry has no control of its own
  ["policy.retry.maxAttempts", "tries"],
  ["policy.retry.exponential", "retry"],
  ["off", null], // nobody can type there
  ["elsewhere", null],
])("goes to %s at %s", (field, id) => {
  document.body.innerHTML = PAGE
  expect(focusField(document.body, field)).toBe(id !== null)
  expect(document.activeElement?.id || null).toBe(id)
})
