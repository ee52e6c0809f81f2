/** What the server says and what is typed, as one page is drawn from them. Pure. */
import type { Wrong } from "../../config/checks"
import { wrong } from "../../config/checks"
import { say } from "../../config/saying"
import { type Shown, shownOf } from "../../config/shown"
import { type FormValues, problemsOf } from "../../config/values"
import type { ConfigVariable } from "../../flow/definition"
import { askedBy, type WizardPage } from "../../flow/pages"
import type { PageState, WizardChoices, WizardConnection, WizardSecret } from "../view/contract"
import type { FieldProblem, WizardState } from "./calls"
import type { Validate } from "./host"
import { lightsFor } from "./proving"
import { serverWords } from "./serverWords"
import type { AppWords } from "./words"

/** What is under way with one connection, while the server does not know of it. */
export interface Connecting {
  state: "waiting" | "testing" | "broken"
  problem?: string
}

export interface OnPage {
  server: WizardState
  page: number
  values: FormValues
  errors: Record<string, Wrong[]>
  connecting: Record<string, Connecting>
  choices: Record<string, WizardChoices>
  secret: WizardSecret
  busy: boolean
}

export const pagesOf = (server: WizardState): WizardPage[] => server.pages as unknown as WizardPage[]
export const variablesOf = (server: WizardState): ConfigVariable[] => server.variables as unknown as ConfigVariable[]

/** Of the dialog for one account: its one question. */
export const accountPage = (server: WizardState, account: string): WizardPage => ({
  name: variablesOf(server).find(({ key }) => key === account)?.name ?? account,
  elements: [{ type: "connection", variable: account }],
})

/** Which pages and elements the answers show. */
export const shownOn = ({ server, values }: Pick<OnPage, "server" | "values">): Shown =>
  shownOf(pagesOf(server), variablesOf(server), values)

export function pageState(on: OnPage, words: AppWords): PageState {
  const { server } = on
  const variables = variablesOf(server)
  return {
    page: pagesOf(server)[on.page] ?? { name: "", elements: [] },
    shown: shownOn(on).elements[on.page],
    variables,
    values: on.values,
    errors: on.errors,
    urls: Object.fromEntries(server.urls.map(({ flow, url }) => [flow, url])),
    lights: lightsFor(server, words),
    connections: Object.fromEntries(
      variables.filter(({ type }) => type === "connection").map((one) => [one.key, connectionOf(one, on, words)]),
    ),
    choices: on.choices,
    secret: on.secret.state === "none" && server.secretGiven ? { ...on.secret, state: "kept" } : on.secret,
    facts: { customer: server.customer, integration: server.integration, tenant: server.tenant },
    words,
    imageUrl: (upload) => `/images/${encodeURIComponent(upload)}`,
    busy: on.busy,
  }
}

function connectionOf(
  variable: ConfigVariable,
  { server, values, connecting }: OnPage,
  words: AppWords,
): WizardConnection {
  const service = server.services.find(({ key }) => key === variable.service)
  const mine = server.connections.filter((one) => one.service === variable.service)
  const chosen = mine.find(({ id }) => id === values[variable.key])
  const now = connecting[variable.key]
  const broken = chosen && chosen.status !== "ok" && chosen.status !== "pending"
  return {
    service: service?.name ?? variable.service ?? variable.name,
    instructions: service?.instructions || null,
    fields: service?.fieldsAsked ?? [],
    existing: mine.filter(({ id, status }) => status === "ok" && id !== chosen?.id),
    state: now?.state ?? (chosen?.status === "ok" ? "connected" : broken ? "broken" : "none"),
    name: chosen?.name ?? null,
    problem:
      now?.problem ?? (broken ? serverWords({ code: "connection_broken", message: chosen.reason }, words) : null),
  }
}

/** The server's problems by variable; `rest` belongs to no field of the page. */
export function problemsByField(
  problems: readonly FieldProblem[],
  words: AppWords,
  { server, values }: Pick<OnPage, "server" | "values">,
) {
  const errors: Record<string, Wrong[]> = {}
  const rest: string[] = []
  for (const { field, code, message } of problems) {
    const found = /^config\.([A-Za-z0-9_-]+)(.*)$/.exec(field)
    const [key, way] = [found?.[1] ?? "", found?.[2] ?? ""]
    if (found) errors[key] = [...(errors[key] ?? []), ...inWords({ code, message }, key, way)]
    else rest.push(code === "required" && field === "secret" ? words.required : message)
  }
  return { errors, rest }

  /** By its code, or by what we find wrong there ourselves: that can be said in any language. */
  function inWords({ code, message }: Pick<FieldProblem, "code" | "message">, key: string, way: string): Wrong[] {
    if (code === "required") return wrong("required", {}, way)
    const variable = variablesOf(server).find((one) => one.key === key)
    if (code === "not_connected") {
      const service = server.services.find((one) => one.key === variable?.service)?.name ?? variable?.name ?? key
      return [{ way, text: say(words.notConnected, { service }) }]
    }
    const ours = variable ? problemsOf(variable, values[key]).filter((one) => one.way === way) : []
    return ours.length > 0 ? ours : [{ way, text: message }]
  }
}

/** What a host is asked to judge, in Tray's words. */
export function toValidate({ server, page, values }: Pick<OnPage, "server" | "page" | "values">): Validate {
  const variables = variablesOf(server)
  const isAccount = (one: ConfigVariable) => one.type === "connection"
  const { hidden } = shownOn({ server, values })
  const asked = variables.filter(({ key }) => !hidden.has(key))
  const here = (pagesOf(server)[page]?.elements ?? []).flatMap((element) => askedBy(element) ?? [])
  return {
    visibleValues: here.filter((key) => !hidden.has(key)),
    configValues: Object.fromEntries(asked.filter((one) => !isAccount(one)).map(({ key }) => [key, values[key]])),
    authValues: Object.fromEntries(asked.filter(isAccount).map(({ key }) => [key, values[key] as string | undefined])),
  }
}
