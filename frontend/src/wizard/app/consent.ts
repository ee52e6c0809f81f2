/**
 * The window beside the wizard that goes to a service for consent.
 *
 * It asks the page that opened it for a ticket, and only one of our own origin: so consent ends in the browser that began it, and
 * nobody can be sent a link that connects their account to another's set-up.
 */
const PATIENCE = 5000 // milliseconds
const words = document.getElementById("words") as HTMLElement
// The page gives its ticket as soon as it has one and again when asked; a second change would begin a second consent, whose
// cookie no longer fits the first one's answer.
let changed = false
const lost = window.setTimeout(() => say("Go back to the set-up and press Connect there."), PATIENCE)

function say(text: string) {
  words.textContent = text
}

window.addEventListener("message", (event: MessageEvent) => {
  if (event.origin !== window.location.origin || event.source !== window.opener) return
  const data: unknown = event.data
  if (!isTicket(data) || changed) return
  changed = true
  window.clearTimeout(lost)
  void change(data.ticket)
})

const isTicket = (data: unknown): data is { ticket: string } =>
  typeof data === "object" && data !== null && "ticket" in data && typeof data.ticket === "string"

async function change(ticket: string) {
  try {
    const answer = await fetch("/api/wizard/consents", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket }),
    })
    const told = (await answer.json()) as { url?: string; detail?: string }
    if (answer.ok && told.url && /^https?:/.test(told.url)) window.location.replace(told.url)
    else say(told.detail ?? "Go back to the set-up and press Connect again.")
  } catch {
    say("There is no connection just now. Go back to the set-up and press Connect again.")
  }
}

if (window.opener) window.opener.postMessage({ type: "hookyard.consent.ready" }, window.location.origin)
else say("Go back to the set-up and press Connect there.")

export {}
