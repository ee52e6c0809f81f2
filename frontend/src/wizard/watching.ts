/** What the registration watch noticed, in words: the same for the customer in the wizard and for the tenant at the desk. */
import { say } from "../config/saying"

export const WATCH_ENGLISH = {
  attention: "This needs a look",
  never_seen:
    "Nothing has come since this was set up. Open the webhook in the other service, check that it is saved and switched on and that its URL is the one shown here, then let it send a test.",
  silent:
    "Nothing has come since {since}, which is unusual. Look in the other service whether the webhook is still there and switched on.",
  signatures_failing:
    "{count} of the last {of} events had a wrong signature. Somebody may have changed the secret: enter it again here and in the other service.",
  doubled:
    "{count} events came twice within a minute. The webhook may be registered twice in the other service: keep one.",
  doubled_urls:
    "{count} events came to two of the URLs. The same webhook is registered at both: keep the one that belongs to these events.",
} as const

export interface Noticed {
  code: string
  since?: string
  count?: number
  of?: number
}

export const isNoticed = (one: unknown): one is Noticed =>
  typeof one === "object" && one !== null && "code" in one && typeof one.code === "string" && one.code in WATCH_ENGLISH

export function noticedWords(
  { code, since, count = 0, of = 0 }: Noticed,
  words: Readonly<Record<keyof typeof WATCH_ENGLISH, string>> = WATCH_ENGLISH,
): string {
  const when = since ? new Date(since).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) : ""
  return say(words[code as keyof typeof WATCH_ENGLISH] ?? "", { since: when, count, of })
}
