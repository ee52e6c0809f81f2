/**
 * What the server says, in the wizard's language where its code has words here; else its own sentence. Pure.
 *
 * `{detail}` is the server's sentence: where another service spoke, its own words must not get lost.
 * English says what the server says.
 */
import { say } from "../../config/saying"
import { CONSENT_ENGLISH } from "./consentWords"
import type { AppWords } from "./words"

export const SERVER_ENGLISH = {
  server_consent_unknown: CONSENT_ENGLISH.server_consent_unknown,
  server_connection_refused: "{detail}",
  server_connection_broken: "{detail}",
  server_connection_test_failed: "{detail}",
  server_oauth_refused: "{detail}",
  server_oauth_unavailable: "{detail}",
  server_remote_failed: "{detail}",
  server_remote_garbage: "{detail}",
  server_window_blocked:
    "The browser kept a window from opening. Allow windows for this page, then press Connect again.",
  server_window_closed: "The window was closed before the service said yes. Press Connect to try again.",
  server_window_slow: "It took too long. Press Connect to try again.",
  server_choices_failed: "{detail}",
  server_choices_malformed: "{detail}",
  server_choices_not_found: "{detail}",
  server_choices_too_slow: "{detail}",
  server_test_not_possible: "This customer has no URL of its own to send a test to; let the service send an event.",
  // Of a test event
  server_credential_missing: "{detail}",
  server_signature_invalid: "{detail}",
  server_timestamp_stale: "{detail}",
  server_body_malformed: "{detail}",
  server_content_type_not_taken: "{detail}",
  server_preprocess_failed: "{detail}",
  server_picker_empty: "{detail}",
  server_customer_not_found: "{detail}",
  server_flow_not_found: "{detail}",
  server_instance_not_found: "{detail}",
  server_proof_unavailable: "{detail}",
  server_bench_busy: "{detail}",
  server_not_found: "{detail}",
  server_values_too_large: "{detail}",
  server_config_invalid: "Some answers are missing or wrong: see errors.",
  server_unreadable: "{detail}",
} as const

export function serverWords({ code, message }: { code: string; message: string }, words: AppWords): string {
  const word = `server_${code}`
  return word in SERVER_ENGLISH ? say(words[word as keyof typeof SERVER_ENGLISH], { detail: message }) : message
}

/** Of anything that was thrown. */
export const failureWords = (failure: unknown, words: AppWords): string =>
  failure instanceof Error
    ? serverWords({ code: "code" in failure ? String(failure.code) : "", message: failure.message }, words)
    : String(failure)
