/** Where the focus goes when somebody is led to a field. */

const FOCUSABLE =
  "input:not([type=hidden], :disabled), textarea:not(:disabled), select, button:not(:disabled), [tabindex]"

/** The control itself, or the first inside of what stands for it. */
export function focusableIn(place: HTMLElement | null | undefined): HTMLElement | null {
  if (!place) return null
  return place.matches(FOCUSABLE) ? place : place.querySelector<HTMLElement>(FOCUSABLE)
}

/** Goes to the control that `data-field` names; `methods[1]` and `retry.maxAttempts` also to that of `methods` or `retry`. */
export function focusField(root: HTMLElement | null, field: string): boolean {
  for (let name = field; name !== ""; name = above(name)) {
    const control = focusableIn(root?.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`))
    if (!control) continue
    control.scrollIntoView({ block: "center" })
    control.focus()
    return true
  }
  return false
}

const above = (name: string): string => name.replace(/(\[[^\]]*\]|\.?[^.[\]]*)$/, "")
