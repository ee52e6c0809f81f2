/**
 * An outside service as a form.
 *
 * For: what is typed, to and from what the server keeps. Each kind keeps only what it knows.
 * Not here: what is wrong with it; the server says that of all fields at once.
 */
import type { Service, ServiceScheme } from "../api/types"

export interface OwnField {
  key: string
  label: string
  secret: boolean
  optional?: boolean
}

export interface ServiceForm {
  name: string
  key: string
  scheme: ServiceScheme
  hosts: string[]
  instructions: string
  testMethod: string
  testUrl: string
  header: string
  prefix: string
  fields: OwnField[]
  headers: [string, string][]
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
  clientId: string
  clientSecret: string
  clientAuth: "basic" | "body"
  scopes: string[]
  /** Whose steps and triggers use accounts of it, and which of its ways to connect this is. */
  connector: string
  auth: string
}

export const KINDS: { value: ServiceScheme; label: string; text: string }[] = [
  {
    value: "oauth2_code",
    label: "OAuth 2: customers agree at the service",
    text: "Customers sign in at the service and allow your app. Tokens are renewed by themselves.",
  },
  {
    value: "oauth2_client",
    label: "OAuth 2: client credentials",
    text: "A program of its own, without a person who agrees. Leave the client ID empty where each customer has one.",
  },
  { value: "api_key", label: "API key in a header", text: "Each customer pastes a key." },
  { value: "bearer", label: "Bearer token", text: "Each customer pastes a token, sent as Authorization: Bearer." },
  { value: "basic", label: "User name and password", text: "Sent by HTTP Basic." },
  {
    value: "custom",
    label: "Fields of your own",
    text: "You say what customers fill in, and which headers are made of it. A connector needs no headers.",
  },
]

export const kindWords = (scheme: ServiceScheme): string => KINDS.find(({ value }) => value === scheme)?.label ?? scheme

const EMPTY: ServiceForm = {
  name: "",
  key: "",
  scheme: "oauth2_code",
  hosts: [],
  instructions: "",
  testMethod: "GET",
  testUrl: "",
  header: "",
  prefix: "",
  fields: [{ key: "key", label: "API key", secret: true }],
  headers: [["X-Api-Key", "{{key}}"]],
  authorizeUrl: "",
  tokenUrl: "",
  revokeUrl: "",
  clientId: "",
  clientSecret: "",
  clientAuth: "basic",
  scopes: [],
  connector: "",
  auth: "",
}

export function startForm(service?: Service): ServiceForm {
  return service ? formOf(service) : EMPTY
}

type Said = Pick<Service, "name" | "scheme" | "settings"> & { key?: string }

/** Also of what a connector says about the service behind it. */
export function formOf(service: Said): ServiceForm {
  const { test, headers, fields, ...settings } = service.settings as Record<string, unknown>
  const asked = (test ?? {}) as { method?: string; url?: string }
  return {
    ...EMPTY,
    ...settings,
    // A field that does not say is secret.
    ...(fields !== undefined && {
      fields: (fields as OwnField[]).map((field) => ({ ...field, secret: field.secret ?? true })),
    }),
    headers: Object.entries((headers ?? {}) as Record<string, string>),
    name: service.name,
    key: service.key ?? "",
    scheme: service.scheme,
    testMethod: asked.method ?? "GET",
    testUrl: asked.url ?? "",
  }
}

const OAUTH = ["tokenUrl", "revokeUrl", "clientId", "clientAuth", "scopes"] as const
const KEPT: Record<ServiceScheme, readonly (keyof ServiceForm)[]> = {
  api_key: ["header", "prefix"],
  basic: [],
  bearer: [],
  custom: ["fields", "headers"],
  oauth2_code: ["authorizeUrl", ...OAUTH],
  oauth2_client: OAUTH,
}

/** What came empty counts as not given. */
export function settingsOf(form: ServiceForm): Record<string, unknown> {
  const own = Object.fromEntries(KEPT[form.scheme].map((name) => [name, trimmed(form[name])]))
  if (form.scheme === "custom") own.headers = Object.fromEntries(form.headers.filter(([name]) => name.trim() !== ""))
  const url = form.testUrl.trim()
  return {
    ...own,
    hosts: form.hosts,
    instructions: form.instructions.trim(),
    ...(form.connector && { connector: form.connector, ...(form.auth && { auth: form.auth }) }),
    test: url ? { method: form.testMethod, url } : null,
  }
}

const trimmed = (value: unknown): unknown => (typeof value === "string" ? value.trim() : value)

/** The host of an address, to begin the list of hosts with; null while none can be read. */
export function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname || null
  } catch {
    return null
  }
}

/** What was typed or pasted as one, with spaces or commas in it, is several. */
export const apart = (words: string[]): string[] => [
  ...new Set(words.flatMap((each) => each.split(/[\s,]+/)).filter((each) => each !== "")),
]
