/**
 * Keys on the keyboard against keys in the table.
 *
 * A combination is text such as `Mod+Shift+Z`. It matches by what the key types, and, on layouts without Latin letters or with
 * digits behind Shift, by where the key is.
 */
export type Stroke = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">

export const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform)

interface Combination {
  key: string
  mod: boolean
  alt: boolean
  shift: boolean
}

function parsed(combination: string): Combination {
  const key = combination.endsWith("+") ? "+" : combination.slice(combination.lastIndexOf("+") + 1)
  const modifiers = combination.slice(0, combination.length - key.length).split("+")
  return { key, mod: modifiers.includes("Mod"), alt: modifiers.includes("Alt"), shift: modifiers.includes("Shift") }
}

/** A blank would be lost in the text of a combination. */
const nameOf = (key: string): string => (key === " " ? "Space" : key)
const isLatinLetter = (key: string): boolean => /^[a-z]$/i.test(key)
/** Which signs need Shift, and on some layouts digits too, is the layout's affair. */
const isSign = (key: string): boolean => key.length === 1 && !isLatinLetter(key)

function sameModifiers(stroke: Stroke, wanted: Combination, mac: boolean, anyShift: boolean): boolean {
  const [mod, other] = mac ? [stroke.metaKey, stroke.ctrlKey] : [stroke.ctrlKey, stroke.metaKey]
  return mod === wanted.mod && !other && stroke.altKey === wanted.alt && (anyShift || stroke.shiftKey === wanted.shift)
}

/** By what the key types. */
export function matchesKey(stroke: Stroke, combination: string, mac: boolean = isMac): boolean {
  const wanted = parsed(combination)
  return (
    nameOf(stroke.key).toLowerCase() === wanted.key.toLowerCase() &&
    sameModifiers(stroke, wanted, mac, isSign(wanted.key))
  )
}

/** By where the key is, when it types no Latin letter: т where N is, ¨ for Alt+U on a Mac, & where 1 is. */
export function matchesPlace(stroke: Stroke, combination: string, mac: boolean = isMac): boolean {
  const wanted = parsed(combination)
  const code = isLatinLetter(wanted.key) ? `Key${wanted.key}` : /^\d$/.test(wanted.key) ? `Digit${wanted.key}` : null
  return code === stroke.code && !isLatinLetter(stroke.key) && sameModifiers(stroke, wanted, mac, false)
}

const MODIFIER_KEYS = ["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]

/** What a key press is called in the table; null while only modifiers are held. */
export function combinationOf(stroke: Stroke, mac: boolean = isMac): string | null {
  const letter = /^Key([A-Z])$/.exec(stroke.code)?.[1]
  const byPlace = letter !== undefined && !isLatinLetter(stroke.key)
  if (MODIFIER_KEYS.includes(stroke.key) && !byPlace) return null
  const typed = nameOf(stroke.key)
  const key = byPlace ? letter : typed.length === 1 ? typed.toUpperCase() : typed
  const mod = (mac ? stroke.metaKey : stroke.ctrlKey) && "Mod"
  return [mod, stroke.shiftKey && !isSign(key) && "Shift", stroke.altKey && "Alt", key].filter(Boolean).join("+")
}

const SHOWN: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  ContextMenu: "Menu key",
}
const MAC_SIGNS = { mod: "⌘", alt: "⌥", shift: "⇧" }

/** As keyboards and menus print it: `Ctrl+Shift+Z`, on a Mac `⇧⌘Z`. */
export function shown(combination: string, mac: boolean = isMac): string {
  const { key, mod, alt, shift } = parsed(combination)
  const name = SHOWN[key] ?? key
  if (mac) return `${alt ? MAC_SIGNS.alt : ""}${shift ? MAC_SIGNS.shift : ""}${mod ? MAC_SIGNS.mod : ""}${name}`
  return [mod && "Ctrl", shift && "Shift", alt && "Alt", name].filter(Boolean).join("+")
}

/** For `aria-keyshortcuts`. */
export function spoken(combination: string, mac: boolean = isMac): string {
  const { key, mod, alt, shift } = parsed(combination)
  const name = key === "+" ? "Plus" : key
  return [mod && (mac ? "Meta" : "Control"), alt && "Alt", shift && "Shift", name].filter(Boolean).join("+")
}

const TYPED_INTO =
  "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable=true], .cm-editor"

/** Shortcuts never fire while somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_INTO) !== null
}
