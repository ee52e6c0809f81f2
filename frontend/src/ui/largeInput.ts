/**
 * A large text that is not pasted but typed all at once, as dictation, a phone's clipboard bar and test tools do.
 *
 * The browser would write it into the page line by line, for the editor to read back: minutes for a few megabytes. The editor takes
 * it as it would a paste, before the page is touched.
 */
import { EditorView } from "@codemirror/view"

/** Longer than anybody types, or an input method composes, at once. */
const LARGE = 2000

export const largeInput = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const text = event.data
    if (event.inputType !== "insertText" || event.isComposing || view.state.readOnly) return false
    if (text === null || text.length < LARGE) return false
    event.preventDefault()
    view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true })
    return true
  },
})
