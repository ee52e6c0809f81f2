/**
 * What of a definition carries meaning.
 *
 * For: the fields that count when two definitions are compared, with defaults left out: absent and default are the same to
 * the server. Where boxes stand, and notes beside them, never count.
 * Not here: comparing (`diff`).
 */
import type { ConfigVariable, Definition, EndpointConfig, Flow, Step } from "./definition"
import type { ConfigPage, PageElement } from "./pages"

export type Fields = Record<string, unknown>

const STEP_DEFAULTS: Fields = { onError: "fail", disabled: false, notes: "", name: "", retry: null, inputs: {} }
const FLOW_DEFAULTS: Fields = { description: "", response: "async", policy: {} }
const ENDPOINT_SETS = ["methods", "contentTypes", "allowedAddresses", "allowedOrigins"] as const
const ENDPOINT_DEFAULTS: Fields = {
  type: "flow",
  unrouted: "reject",
  ...Object.fromEntries(ENDPOINT_SETS.map((name) => [name, []])),
}
const VARIABLE_DEFAULTS: Fields = {
  type: "string",
  required: false,
  description: "",
  default: null,
  visibility: "customer",
}
const PAGE_DEFAULTS: Fields = { tagline: "" }
const ELEMENT_DEFAULTS: Fields = { label: "", mode: "enter", settings: {}, instructions: [] }
const DEFINITION_DEFAULTS: Fields = { description: "" }

function fieldsOf(value: object, structure: readonly string[], defaults: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, field]) => !structure.includes(name) && field !== undefined && !isDefault(field, defaults[name]),
    ),
  )
}

function isDefault(value: unknown, fallback: unknown): boolean {
  if (fallback === undefined) return false
  if (value === fallback) return true
  return typeof value === "object" && value !== null && typeof fallback === "object" && Object.keys(value).length === 0
}

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))

/** Its settings: not its id, nor what it holds. */
export const stepFields = (step: Step): Fields => fieldsOf(step, ["id", "steps", "links"], STEP_DEFAULTS)

export function flowFields(flow: Flow): Fields {
  const { policy, ...rest } = flow
  const told = policy ? { ...rest, policy: withoutNulls(policy) } : rest
  return fieldsOf(told, ["key", "steps", "links", "layout", "annotations"], FLOW_DEFAULTS)
}

/** Methods, kinds of body, addresses and origins are sets. */
export function endpointFields(endpoint: EndpointConfig | undefined): Fields {
  const told = endpoint ?? ({ type: "flow" } satisfies EndpointConfig)
  const sets = Object.fromEntries(ENDPOINT_SETS.map((name) => [name, told[name]?.toSorted() ?? null]))
  return fieldsOf(withoutNulls({ ...told, ...sets }), [], ENDPOINT_DEFAULTS)
}

export const variableFields = (variable: ConfigVariable): Fields => fieldsOf(variable, ["key"], VARIABLE_DEFAULTS)

/** Not what stands on it. */
export const pageFields = (page: ConfigPage): Fields => fieldsOf(page, ["elements"], PAGE_DEFAULTS)

export const elementFields = (element: PageElement): Fields => fieldsOf(element, [], ELEMENT_DEFAULTS)

export const definitionFields = (definition: Definition): Fields =>
  fieldsOf(definition, ["endpoint", "configVariables", "configPages", "flows"], DEFINITION_DEFAULTS)
