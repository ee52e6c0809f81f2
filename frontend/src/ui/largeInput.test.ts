// @vitest-environment jsdom
import { EditorState } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { expect, it } from "vitest"
import { largeInput } from "./largeInput"

const LARGE = "one,two\n".repeat(300)

function put(data: string, { readOnly = false, inputType = "insertText" } = {}) {
  const state = EditorState.create({ doc: "{}", extensions: [largeInput, EditorState.readOnly.of(readOnly)] })
  const view = new EditorView({
    state: state.update({ selection: { anchor: 0, head: 2 } }).state,
    parent: document.body,
  })
  const event = new InputEvent("beforeinput", { data, inputType, bubbles: true, cancelable: true })
  view.contentDOM.dispatchEvent(event)
  const text = view.state.doc.toString()
  view.destroy()
  return { text, taken: event.defaultPrevented }
}

it("takes a large text in place of what is selected, before the page is touched", () => {
  expect(put(LARGE)).toEqual({ text: LARGE, taken: true })
})

it.each([
  ["what somebody types", "a", {}],
  ["what an input method composes", LARGE, { inputType: "insertCompositionText" }],
  ["a text that is only read", LARGE, { readOnly: true }],
])("leaves %s to the editor", (_what, data, how) => {
  expect(put(data, how)).toEqual({ text: "{}", taken: false })
})
