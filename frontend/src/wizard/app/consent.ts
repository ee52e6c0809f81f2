/**
 * The window beside the wizard that goes to a service for consent.
 *
 * It asks the page that opened it for a ticket, and only one of our own origin: so consent ends in the browser that began it, and
 * nobody can be sent a link that connects their account to another's set-up. That page also says in which words it speaks.
 */
import { type ConsentWords, consentWords } from "./consentWords"

const PATIENCE = 5000 // milliseconds
const place = document.getElementById("words") as HTMLElement
let words: ConsentWords = consentWords()
// The page gives its ticket as soon as it has one and again when asked; a second change would begin a second consent, whose
// cookie no longer fits the first one's answer.
let changed = false
let lost = window.setTimeout(alone, PATIENCE)

function say(text: string) {
  place.textContent = text
}

function alone() {
  say(words.consentStart)
}

window.addEventListener("message", (event: MessageEvent) => {
  if (event.origin !== window.location.origin || event.source !== window.opener) return
  const data: unknown = event.data
  if (isSpoken(data)) speak(data.words, data.language)
  if (!isTicket(data) || changed) return
  changed = true
  window.clearTimeout(lost)
  void change(data.ticket)
})

const has = (data: unknown, member: string): data is Record<string, unknown> =>
  typeof data === "object" && data !== null && member in data
const isTicket = (data: unknown): data is { ticket: string } => has(data, "ticket") && typeof data.ticket === "string"
const isSpoken = (data: unknown): data is { words: Record<string, unknown>; language: string } =>
  has(data, "words") && has(data.words, "consentOpening") && typeof data.language === "string"

/** The page that opened it is there: it may take its time. */
function speak(given: Record<string, unknown>, language: string) {
  words = consentWords(given)
  document.documentElement.lang = language
  document.title = words.consentOpening
  if (changed) return
  say(words.consentOpening)
  window.clearTimeout(lost)
  lost = window.setTimeout(alone, 4 * PATIENCE)
}

async function change(ticket: string) {
  try {
    const answer = await fetch("/api/wizard/consents", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket, language: document.documentElement.lang === "nl" ? "nl" : "en" }),
    })
    const told = (await answer.json()) as { url?: string; code?: string; detail?: string }
    if (answer.ok && told.url && /^https?:/.test(told.url)) window.location.replace(told.url)
    else if (told.code === "consent_unknown" || !told.detail) say(words.server_consent_unknown)
    else say(`${words.server_consent_unknown} (${told.detail})`)
  } catch {
    say(words.consentOffline)
  }
}

if (window.opener) window.opener.postMessage({ type: "hookyard.consent.ready" }, window.location.origin)
else alone()
