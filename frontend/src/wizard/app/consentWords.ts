/** What the window says that goes to a service; the wizard sends it its own words. */
export const CONSENT_ENGLISH = {
  consentOpening: "Connecting…",
  consentStart: "Go back to the set-up and press Connect there.",
  consentOffline: "There is no connection just now. Go back to the set-up and press Connect again.",
  server_consent_unknown: "Go back to the set-up and press Connect again.",
} as const

/** Where the service sends people back to, the server says these, in the same words. */
export const RETURN_ENGLISH = {
  returnConnected: "Connected to {service}",
  returnText: "You can close this window; the page you came from goes on.",
  returnNot: "Not connected",
  returnClose: "Close this window",
} as const

export type ConsentWords = Readonly<Record<keyof typeof CONSENT_ENGLISH, string>>

/** English where nothing is given, or no text. Pure. */
export function consentWords(given: Readonly<Record<string, unknown>> = {}): ConsentWords {
  const known = Object.entries(given).filter(
    ([key, text]) => key in CONSENT_ENGLISH && typeof text === "string" && text,
  )
  return { ...CONSENT_ENGLISH, ...Object.fromEntries(known) }
}
