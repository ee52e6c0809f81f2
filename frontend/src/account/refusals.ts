/** Why single sign-on let somebody not in, in words: it comes back to the sign-in page with a code. */

const WORDS: Record<string, string> = {
  denied: "The sign-in service says that you did not agree, or may not use Hookyard. Ask whoever looks after it.",
  out_of_date: "That sign-in took too long, or began in another browser. Try again.",
  not_genuine:
    "What the sign-in service sent cannot be trusted, so nobody was signed in. Tell whoever runs this Hookyard.",
  email_unverified: "The sign-in service has not verified your e-mail address. Verify it there, then try again.",
  no_account: "Nobody here has your address yet. Ask an owner to invite you.",
  account_off: "Your account is switched off. Ask whoever runs this Hookyard.",
  too_many: "Too many tries to sign in from your network. Try again in a quarter of an hour.",
  unavailable: "The sign-in service does not answer. Try again in a moment, or sign in with your password.",
}

export function refusalOf(search: string): string | null {
  const code = new URLSearchParams(search).get("refused")
  return code === null ? null : (WORDS[code] ?? "Single sign-on did not work. Try again.")
}
