/**
 * The pages of the wizard, as they are saved.
 *
 * For: their shapes, and pages derived where an integration has none; the server derives the same (`fixtures/config_pages/`).
 * Not here: edits (`pageEdits`), drawing (`wizard/view`).
 */
import type { ConfigVariable, Definition, Flow } from "./definition"

/** Shown only when an earlier answer is so; one of the three ways. `config/shown.ts` decides. */
export interface Condition {
  variable: string
  equals?: string | number | boolean
  oneOf?: (string | number | boolean)[]
  isSet?: boolean
}

export type PageElement = { shownWhen?: Condition } & (
  | { type: "heading"; text: string }
  /** Markdown. */
  | { type: "text"; text: string }
  /** One of the two: an https address, or the id of an image of the tenant. */
  | { type: "image"; url?: string; upload?: string; alt: string }
  | { type: "link"; text: string; url: string }
  /** `instructions`: numbered steps, each a line of Markdown. `flow` is left out where one URL is for all flows. */
  | { type: "webhookUrl"; flow?: string; label?: string; instructions?: string[] }
  /** The customer's own secret: entered ("enter", which counts when absent), or made here and shown. */
  | { type: "secret"; label?: string; mode?: "enter" | "show"; scheme: string; settings?: Record<string, unknown> }
  | { type: "lights"; flow?: string; label?: string }
  | { type: "configVariable"; variable: string }
  | { type: "connection"; variable: string }
)

export type ElementType = PageElement["type"]

export interface ConfigPage {
  name: string
  tagline?: string
  shownWhen?: Condition
  elements: PageElement[]
}

/** `derived`: nobody made this page; the words for its name are those of whoever draws it. */
export interface WizardPage extends ConfigPage {
  derived?: "connections" | "settings" | "webhook" | "ready"
}

/** Facts that a placeholder may name, besides `{{#Config variable}}`. */
export const FACTS = ["customer.name", "customer.externalId", "integration.name", "tenant.name"] as const
export type Fact = (typeof FACTS)[number]
/** Only in the instructions beside a URL. */
export const URL_FACT = "url"

/** What a placeholder may tell of a config variable: plain values. */
export const TELLABLE: readonly string[] = ["string", "number", "boolean", "date", "picklist"]

export const isSeen = (variable: ConfigVariable): boolean => (variable.visibility ?? "customer") === "customer"

/** The element that asks for a variable. */
export const elementFor = ({ key, type }: ConfigVariable): PageElement => ({
  type: type === "connection" ? "connection" : "configVariable",
  variable: key,
})

export function withCondition<Part extends { shownWhen?: Condition }>(part: Part, shownWhen?: Condition): Part {
  const { shownWhen: _, ...rest } = part
  return { ...rest, ...(shownWhen && { shownWhen }) } as Part
}

/** The key of the variable that an element asks for. */
export const askedBy = (element: PageElement): string | null =>
  element.type === "configVariable" || element.type === "connection" ? element.variable : null

/** The config pages of a definition, complete: a file may have left lists out. */
export const configPages = ({ configPages: pages = [] }: Pick<Definition, "configPages">): ConfigPage[] =>
  pages.every(({ elements }) => elements) ? pages : pages.map((page) => ({ ...page, elements: page.elements ?? [] }))

/** What the wizard shows. */
export function pagesOf(definition: Definition): WizardPage[] {
  const made = configPages(definition)
  return made.length > 0 ? made : derivedPages(definition)
}

function derivedPages(definition: Definition): WizardPage[] {
  const asked = (definition.configVariables ?? []).filter(isSeen).map(elementFor)
  const groups = {
    connections: asked.filter(({ type }) => type === "connection"),
    settings: asked.filter(({ type }) => type !== "connection"),
    webhook: derivedWebhook(definition),
  }
  const pages = (["connections", "settings", "webhook"] as const)
    .filter((derived) => groups[derived].length > 0)
    .map((derived): WizardPage => ({ name: "", derived, elements: groups[derived] }))
  return pages.length > 0 ? pages : [{ name: "", derived: "ready", elements: [] }]
}

/** A shared URL is registered once by the tenant; its customers have nothing to do. */
function derivedWebhook(definition: Definition): PageElement[] {
  const type = definition.endpoint?.type ?? "flow"
  const flows = flowsWithUrl(definition)
  if (flows.length === 0 || type === "shared") return []
  const urls = type === "flow" ? flows.map(({ key }) => ({ flow: key })) : [{}]
  return [
    ...urls.map((url): PageElement => ({ type: "webhookUrl", ...url })),
    ...urls.map((url): PageElement => ({ type: "lights", ...url })),
  ]
}

/** Flows that requests may be for: those a Webhook starts, without the preprocess flow. */
export function flowsWithUrl({ flows, endpoint }: Definition): Flow[] {
  const preprocess = (endpoint?.type ?? "flow") === "flow" ? null : endpoint?.preprocessFlow
  return flows.filter(
    ({ key, steps }) =>
      key !== preprocess && steps.some(({ component, disabled }) => component === "webhook" && !disabled),
  )
}
