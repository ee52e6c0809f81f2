/**
 * What the wizard and the page around it tell each other.
 *
 * For: Tray's events, letter for letter, and ours beside them; only to and from pages of the tenant's configured origins, never `*`.
 * Not here: deciding what is right on a page (`usePages`).
 */
import type { Mode } from "./arrival"

export type Told =
  | { type: "tray.configPopup.ready" }
  | { type: "tray.configPopup.validate"; data: Validate }
  | { type: "tray.configPopup.cancel" }
  | { type: "tray.configPopup.error"; err: string }
  | { type: "tray.configPopup.finish" }
  // The case of these differs, as it does in Tray's.
  | { type: "tray.authPopup.error"; error: string }
  | { type: "tray.authpopup.close" }
  | { type: "tray.authpopup.finish"; authType: string; authId: string }
  | { type: "hookyard.wizard.ready"; instance: string; page: number; pages: number }
  | { type: "hookyard.wizard.page"; instance: string; page: number; pages: number }
  | ({ type: "hookyard.wizard.validate"; instance: string; page: number } & Validate)
  | { type: "hookyard.wizard.proof"; instance: string; seen: boolean; verified: boolean; routed: boolean }
  | { type: "hookyard.wizard.cancel"; instance: string }
  | { type: "hookyard.wizard.error"; instance: string; code: string; message: string }
  | { type: "hookyard.wizard.finish"; instance: string; enabled: boolean; proven: boolean }
  | { type: "hookyard.account.ready" }
  | { type: "hookyard.account.cancel" }
  | { type: "hookyard.account.error"; code: string; message: string }
  | { type: "hookyard.account.finish"; account: string; service: string }

/** Of `tray.authpopup.finish`. */
export const authTypeOf = (scheme: string): string => (scheme.startsWith("oauth2") ? "oauth" : "token")

export interface Validate {
  visibleValues: string[]
  configValues: Record<string, unknown>
  /** Absent values stay in as undefined, as hosts written for Tray look for the key. */
  authValues: Record<string, string | undefined>
}

/** By external id; empty: the host finds nothing wrong. `silent`: it never answered. */
export type Verdict = { errors: Record<string, string> } | "silent"

const ANSWER = "tray.configPopup.client.validation"
const FIRST_WORD = 5_000 // milliseconds until the host says anything
const LONGEST = 60_000 // then until it is done

export class Host {
  private readonly window: Window | null

  constructor(
    mode: Mode,
    private readonly origins: readonly string[],
    hint: string,
    private readonly self: Window = window,
  ) {
    this.window = mode === "frame" ? self.parent : mode === "popup" ? (self.opener as Window | null) : null
    this.targets = targetsOf(origins, [hint, ...placesOf(self)])
  }

  /** Where messages go; several only while nobody can know which of them is there. The browser hands each to its own origin alone. */
  readonly targets: readonly string[]

  get listens(): boolean {
    return this.window !== null && this.targets.length > 0
  }

  tell(...all: Told[]) {
    for (const origin of this.targets) for (const told of all) this.window?.postMessage(told, origin)
  }

  /** Asks the host whether a page is right. Whoever else sends something is not heard. */
  validate(asked: Validate, instance: string, page: number): Promise<Verdict> {
    return new Promise((settle) => {
      let timer = this.self.setTimeout(() => end("silent"), FIRST_WORD)
      const hear = (event: MessageEvent) => {
        const answer = this.hears(event) ? answerOf(event.data) : null
        if (!answer) return
        if (!answer.inProgress) return end({ errors: answer.errors })
        this.self.clearTimeout(timer)
        timer = this.self.setTimeout(() => end("silent"), LONGEST)
      }
      const end = (verdict: Verdict) => {
        this.self.clearTimeout(timer)
        this.self.removeEventListener("message", hear)
        settle(verdict)
      }
      this.self.addEventListener("message", hear)
      this.tell(
        { type: "tray.configPopup.validate", data: asked },
        { type: "hookyard.wizard.validate", instance, page, ...asked },
      )
    })
  }

  private hears(event: MessageEvent): boolean {
    return event.source === this.window && this.origins.includes(event.origin)
  }
}

function answerOf(data: unknown): { inProgress: boolean; errors: Record<string, string> } | null {
  if (!isObject(data) || data.type !== ANSWER || !isObject(data.data)) return null
  const errors = isObject(data.data.errors) ? data.data.errors : {}
  const told = Object.entries(errors).filter(
    ([, message]) => message !== null && message !== undefined && message !== "",
  )
  return {
    inProgress: data.data.inProgress === true,
    errors: Object.fromEntries(told.map(([key, message]) => [key, String(message)])),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The first place that is one of the tenant's; all of the tenant's while none is known. */
export function targetsOf(origins: readonly string[], places: readonly string[]): readonly string[] {
  const known = places.find((place) => origins.includes(place))
  return known ? [known] : origins
}

function placesOf(self: Window): string[] {
  const ancestor = self.location.ancestorOrigins?.[0] ?? ""
  try {
    return [ancestor, new URL(self.document.referrer).origin]
  } catch {
    return [ancestor]
  }
}
