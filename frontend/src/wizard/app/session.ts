/**
 * The wizard's bearer: in memory, and for a reload in this tab's own storage where the browser gives us one. Never in a cookie: a frame
 * inside another site gets none.
 */
interface Kept {
  token: string
  /** What opened it: a reload with the same used code is the same person in the same tab. */
  code: string
}

let inMemory: Kept | null = null

const nameOf = (place: string) => `hookyard.wizard ${place}`

export function kept(place: string): Kept | null {
  if (inMemory) return inMemory
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(nameOf(place)) ?? "null")
    return isKept(found) ? found : null
  } catch {
    return null
  }
}

export const bearer = (place: string): string => kept(place)?.token ?? ""

export function keep(place: string, session: Kept) {
  inMemory = session
  try {
    window.sessionStorage.setItem(nameOf(place), JSON.stringify(session))
  } catch {
    // A frame may be refused storage; the bearer in memory lasts as long as the page.
  }
}

const isKept = (found: unknown): found is Kept =>
  typeof found === "object" && found !== null && "token" in found && typeof found.token === "string" && "code" in found

/** What was typed when the page went away: a reload asks the server before that has heard of it. */
export function stash(place: string, values: Record<string, unknown>) {
  try {
    window.sessionStorage.setItem(`${nameOf(place)} typed`, JSON.stringify(values))
  } catch {
    // Then a reload shows what the server has heard.
  }
}

/** Read once. */
export function unstash(place: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(`${nameOf(place)} typed`) ?? "null")
    window.sessionStorage.removeItem(`${nameOf(place)} typed`)
    return typeof found === "object" && found !== null ? { ...found } : {}
  } catch {
    return {}
  }
}
