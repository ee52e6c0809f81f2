/**
 * The wizard's bearer: in memory, and for a reload in this tab's own storage where the browser gives us one. Never in a cookie: a frame
 * inside another site gets none.
 */
let inMemory = ""

const nameOf = (place: string) => `hookyard.wizard ${place}`

export function bearer(place: string): string {
  if (inMemory) return inMemory
  try {
    return window.sessionStorage.getItem(nameOf(place)) ?? ""
  } catch {
    return ""
  }
}

export function keepBearer(place: string, token: string) {
  inMemory = token
  try {
    if (token) window.sessionStorage.setItem(nameOf(place), token)
    else window.sessionStorage.removeItem(nameOf(place))
  } catch {
    // A frame may be refused storage; the bearer in memory lasts as long as the page.
  }
}
