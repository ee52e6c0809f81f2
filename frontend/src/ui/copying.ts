import { tell } from "./Problem"

/** Puts text on the clipboard; says so when the browser does not let us, as on a page without HTTPS. True when it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    tell("The browser does not allow copying here.")
    return false
  }
}
