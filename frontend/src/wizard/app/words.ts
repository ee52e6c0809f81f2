/** What only the wizard itself says, beside the words of its pages; a language file holds both tables. */
import { ENGLISH, type Words, wordsWith } from "../view/words"
import { WATCH_ENGLISH } from "../watching"
import { CONSENT_ENGLISH, RETURN_ENGLISH } from "./consentWords"
import { SERVER_ENGLISH } from "./serverWords"

export const APP_ENGLISH = {
  title: "Set up {integration}",
  opening: "Opening…",
  offline: "There is no connection just now. What you typed is safe; it goes on by itself.",
  // Where it does not open
  usedTitle: "This link was opened before",
  usedText: "Each link opens once. Go back to where you came from and open the set-up again: your answers are kept.",
  expiredTitle: "This link came too late",
  expiredText: "Ask for a new one where you got it. Your answers are kept.",
  unknownTitle: "This link does not work",
  unknownText: "Open the set-up from where you found it, or ask for a new link.",
  endedTitle: "This set-up was closed",
  endedText:
    "It was open too long, or closed by whoever gave it to you. Open it again from where you came: your answers are kept.",
  pausedTitle: "This is not to be had just now",
  pausedText: "Ask where you got the link.",
  troubleTitle: "Something went wrong",
  troubleText: "Try again. If it stays, tell whoever gave you the link: {detail}",
  cancelledTitle: "Nothing was changed",
  cancelledText: "You can close this. Your answers are kept for the next time.",
  accountText: "Your account is connected. You can close this.",
  // One account outside any set-up
  accountNew: "Connect your account at {service}",
  accountOld: "Your account at {service}",
  accountName: "Name of this account",
  accountNameAbout: "By it you tell this account from others.",
  accountLeft: "You can close this.",
  accountAgain: "Open it again from where you came.",
  accountEndedTitle: "This was closed",
  // The end
  doneTitle: "All set",
  doneEnabled: "{integration} is set up and runs.",
  doneKept: "Your settings are saved. {tenant} switches it on.",
  doneProven: "We saw an event come through: it works.",
  doneUnproven:
    "No event has come through yet. That is fine if nothing has happened in the other service; if it stays so, open this again and look at the live check.",
  close: "Close",
  goBack: "Back to where you came from",
  changeAnswers: "Change your answers",
  unprovenNext: "You can finish before the lights are on; they go on turning.",
  // The host page
  hostSilent: "The page around this did not answer. Try again; if it stays, reload that page.",
  hostChecking: "Checking…",
  // Lights
  trySignature:
    "An event came, and its signature was not right. Compare the secret here with the one in the other service.",
  tryMissing: "An event came without the signature or key we expect. Enter the secret in the other service, too.",
  tryStale: "An event came with a wrong time. Look at the clock of the server that sends it.",
  tryMethod: "Something called your URL with {method}, which it does not take. Choose POST in the other service.",
  tryRoute: "An event came, and it does not say which flow it is for. Choose the events that the steps name.",
  tryBody: "An event came that could not be read. Choose JSON as its format in the other service.",
  tryOther: "An event came and was turned away ({code}).",
  noSignature: "not asked for here",
  test: "Try it without the other service",
  testText: "Sends a signed sample to your URL, as the other service would. Nothing runs.",
  testSend: "Send a test event",
  testSent: "It came through.",
  ...CONSENT_ENGLISH,
  ...RETURN_ENGLISH,
  ...WATCH_ENGLISH,
  ...SERVER_ENGLISH,
} as const

export type AppWord = keyof typeof APP_ENGLISH
export type AppWords = Readonly<Record<AppWord, string>> & Words

const FILES: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  nl: () => import("../words/nl.json"),
}

/** English, then the language's file, then what the tenant says otherwise. */
export async function loadWords(language: string, own: Readonly<Record<string, unknown>>): Promise<AppWords> {
  const wanted = language || (navigator.language.split("-")[0] ?? "")
  const file = (await FILES[wanted]?.())?.default ?? {}
  return appWordsWith({ ...file, ...own })
}

export function appWordsWith(language: Readonly<Record<string, unknown>> = {}): AppWords {
  const known = Object.entries(language).filter(([key, text]) => key in APP_ENGLISH && typeof text === "string" && text)
  return { ...APP_ENGLISH, ...wordsWith(language), ...Object.fromEntries(known) }
}

/** What a language file may say. */
export const ALL_WORDS: readonly string[] = [...Object.keys(ENGLISH), ...Object.keys(APP_ENGLISH)]

/** Which language the words are in, for the page's own `lang`. */
export const languageOf = (language: string): string =>
  [language, navigator.language.split("-")[0] ?? ""].find((one) => one in FILES) ?? "en"
