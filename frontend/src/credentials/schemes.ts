/**
 * The kinds of credential: which settings each has, and what its secret is called.
 *
 * For: drawing the form. Not here: checking what was typed; the server does and names the field.
 */
import type { CredentialScheme } from "../api/types"

export interface Setting {
  name: string
  label: string
  /** What it begins with. */
  value: string | number
  choices?: { value: string; label: string }[]
  hint?: string
  optional?: boolean
}

export interface Scheme {
  label: string
  /** What a caller has to send. */
  text: string
  settings: Setting[]
  secret: { name: string; label: string }
}

export const SCHEMES: Record<CredentialScheme, Scheme> = {
  api_key: {
    label: "API key",
    text: "Callers send the key in a header.",
    settings: [{ name: "header", label: "Header", value: "X-Api-Key" }],
    secret: { name: "value", label: "Key" },
  },
  basic: {
    label: "Basic",
    text: "Callers send a user name and a password.",
    settings: [{ name: "username", label: "User name", value: "" }],
    secret: { name: "password", label: "Password" },
  },
  bearer: {
    label: "Bearer token",
    text: "Callers send Authorization: Bearer and the token.",
    settings: [],
    secret: { name: "token", label: "Token" },
  },
  hmac: {
    label: "HMAC signature",
    text: "Callers sign each request with a shared secret; a changed body or a stale timestamp is refused.",
    settings: [
      { name: "header", label: "Signature header", value: "X-Signature" },
      {
        name: "algorithm",
        label: "Algorithm",
        value: "sha256",
        choices: [
          { value: "sha256", label: "SHA-256" },
          { value: "sha512", label: "SHA-512" },
          { value: "sha1", label: "SHA-1, for services that know no other" },
        ],
      },
      {
        name: "encoding",
        label: "Encoding",
        value: "hex",
        choices: [
          { value: "hex", label: "Hex" },
          { value: "base64", label: "Base64" },
        ],
      },
      {
        name: "prefix",
        label: "Prefix",
        value: "",
        hint: "What stands before the signature, such as sha256=",
        optional: true,
      },
      {
        name: "signed",
        label: "What is signed",
        value: "body",
        choices: [
          { value: "body", label: "The body" },
          { value: "timestamp.body", label: "Timestamp, a dot, the body" },
        ],
      },
      { name: "timestampHeader", label: "Timestamp header", value: "", optional: true },
      { name: "toleranceSeconds", label: "Oldest accepted, in seconds", value: 300 },
    ],
    secret: { name: "value", label: "Shared secret" },
  },
}

export type SettingValues = Record<string, string | number>

/** The form's values: what is stored, else what each setting begins with. */
export function startValues(scheme: CredentialScheme, stored: Record<string, unknown> = {}): SettingValues {
  return Object.fromEntries(
    SCHEMES[scheme].settings.map(({ name, value }) => {
      const kept = stored[name]
      return [name, typeof kept === "string" || typeof kept === "number" ? kept : value]
    }),
  )
}

/** Whether a setting matters, given the others. */
export function isShown(setting: Setting, values: SettingValues): boolean {
  if (setting.name === "timestampHeader" || setting.name === "toleranceSeconds")
    return values.signed === "timestamp.body"
  return true
}

/** What is sent: no empty optional settings, none that do not matter. */
export function settingsToSend(scheme: CredentialScheme, values: SettingValues): SettingValues {
  const sent = SCHEMES[scheme].settings.filter(
    (setting) => isShown(setting, values) && !(setting.optional && values[setting.name] === ""),
  )
  return Object.fromEntries(sent.map(({ name, value }) => [name, values[name] ?? value]))
}
