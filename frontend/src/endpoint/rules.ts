/**
 * What the road of an endpoint comes down to, in words: which setting counts where, and whose problem is whose.
 *
 * For: the summary of each stage. Mirrors what the server derives (methods and credential may be said by Webhook steps).
 * Not here: the settings' forms.
 */
import { type Definition, type EndpointConfig, type Flow, findFlow, type Problem, type Step } from "../flow/definition"
import { LABELS, type RoadStop, stopOf } from "./stops"

export interface StopView {
  stop: RoadStop
  label: string
  summary: string
  /** False when this type of endpoint has no such stage. */
  used: boolean
  problems: Problem[]
}

export const TYPE_WORDS: Record<EndpointConfig["type"], { label: string; text: string }> = {
  flow: { label: "Flow", text: "Each flow of each customer's instance has its own URL. Nothing has to be picked." },
  instance: { label: "Instance", text: "Each customer's instance has one URL; the request says which flow it is for." },
  shared: {
    label: "Shared",
    text: "One URL for all customers; the request says which customer and which flow it is for.",
  },
}

export const endpointOf = (definition: Definition): EndpointConfig => definition.endpoint ?? { type: "flow" }

const isRouted = (endpoint: EndpointConfig): boolean => endpoint.type !== "flow"

/** The enabled Webhook steps of a flow. */
export const webhookSteps = (flow: Flow): Step[] =>
  flow.steps.filter((step) => step.component === "webhook" && !step.disabled)

export function targetFlows(definition: Definition): Flow[] {
  const endpoint = endpointOf(definition)
  const preprocess = isRouted(endpoint) ? endpoint.preprocessFlow : null
  return definition.flows.filter((flow) => flow.key !== preprocess && webhookSteps(flow).length > 0)
}

/** What one Webhook step accepts; POST when it does not say. */
export function webhookMethods(step: Step): string[] {
  const input = step.inputs?.methods
  const named = input && "value" in input && Array.isArray(input.value) ? input.value : []
  const methods = named.filter((method): method is string => typeof method === "string")
  return methods.length > 0 ? methods : ["POST"]
}

/** The kinds of body one Webhook step takes; none is all. */
export function webhookKinds(step: Step): string[] {
  const input = step.inputs?.contentTypes
  const named = input && "value" in input && Array.isArray(input.value) ? input.value : []
  return named.filter((kind): kind is string => typeof kind === "string")
}

/** The credential that callers of one Webhook step must present, by key. */
export function webhookCredential(step: Step): string | null {
  const input = step.inputs?.credential
  if (!input) return null
  if ("credential" in input) return input.credential
  return "value" in input && typeof input.value === "string" && input.value !== "" ? input.value : null
}

const unique = <T>(items: T[]): T[] => [...new Set(items)]

export const stepMethods = (definition: Definition): string[] =>
  unique(targetFlows(definition).flatMap(webhookSteps).flatMap(webhookMethods))

/** One Webhook step that takes all makes the URL take all. */
export function stepKinds(definition: Definition): string[] {
  const named = targetFlows(definition).flatMap(webhookSteps).map(webhookKinds)
  return named.every((kinds) => kinds.length > 0) ? unique(named.flat()) : []
}

export const stepCredentials = (definition: Definition): (string | null)[] =>
  unique(targetFlows(definition).flatMap(webhookSteps).map(webhookCredential))

export function roadOfSettings(definition: Definition, problems: readonly Problem[]): StopView[] {
  const endpoint = endpointOf(definition)
  const routed = isRouted(endpoint)
  const view = (stop: RoadStop, summary: string, used = true): StopView => ({
    stop,
    label: LABELS[stop],
    summary,
    used,
    problems: problems.filter((problem) => stopOf(problem) === stop),
  })
  return [
    view("endpoint", TYPE_WORDS[endpoint.type].label),
    view("access", accessSummary(endpoint)),
    view("method", methodSummary(definition)),
    view("credential", credentialSummary(definition)),
    view("preprocess", preprocessSummary(definition), routed),
    view("pick", pickSummary(endpoint), routed),
    view("match", matchSummary(endpoint)),
    view("answer", answerSummary(definition)),
  ]
}

function accessSummary(endpoint: EndpointConfig): string {
  const count = (list: string[] | null | undefined, one: string, many: string) =>
    list && list.length > 0 ? `${list.length} ${list.length === 1 ? one : many}` : ""
  const origins = endpoint.allowedOrigins ?? []
  const limits = [
    count(endpoint.allowedAddresses, "address", "addresses"),
    origins.includes("*") ? "any page" : count(origins, "origin", "origins"),
    endpoint.requestsPerSecond ? `${endpoint.requestsPerSecond}/s` : "",
    endpoint.largestBody ? asSize(endpoint.largestBody) : "",
  ]
  return limits.filter(Boolean).join(", ") || "Anybody with the URL"
}

export const asSize = (bytes: number): string =>
  bytes % 1024 === 0 ? `${(bytes / 1024).toLocaleString("en")} KiB` : `${bytes.toLocaleString("en")} bytes`

function methodSummary(definition: Definition): string {
  const endpoint = endpointOf(definition)
  const own = isRouted(endpoint) ? (endpoint.methods ?? []) : []
  const methods = own.length > 0 ? own : stepMethods(definition)
  const takes = isRouted(endpoint) && endpoint.contentTypes?.length ? endpoint.contentTypes : stepKinds(definition)
  return [methods.join(", ") || "POST", takes.join(", ")].filter(Boolean).join(" · ")
}

function credentialSummary(definition: Definition): string {
  const endpoint = endpointOf(definition)
  if (endpoint.customerCredential) return "Each customer's own"
  if (isRouted(endpoint) && endpoint.credential) return endpoint.credential
  const named = stepCredentials(definition)
  if (named.length > 1) return "Differs by flow"
  return named[0] ?? "None"
}

function preprocessSummary(definition: Definition): string {
  const endpoint = endpointOf(definition)
  if (!isRouted(endpoint)) return "Not needed"
  if (!endpoint.preprocessFlow) return "None"
  return findFlow(definition, endpoint.preprocessFlow)?.name ?? endpoint.preprocessFlow
}

function pickSummary(endpoint: EndpointConfig): string {
  if (!isRouted(endpoint)) return "Not needed"
  const customer = endpoint.type === "shared" ? endpoint.externalCustomerId?.reference : undefined
  const picked = [endpoint.flowName?.reference, customer].filter((text) => text !== undefined && text !== "")
  // All begin with it, and there is little room.
  return picked.map((text) => text?.replace(/^results\./, "")).join(", ") || "Nothing"
}

function matchSummary(endpoint: EndpointConfig): string {
  if (!isRouted(endpoint)) return "By the URL"
  return endpoint.unrouted === "accept" ? "Else 202, kept" : "Else an error, kept"
}

function answerSummary(definition: Definition): string {
  const modes = unique(targetFlows(definition).map((flow) => flow.response ?? "async"))
  if (modes.length > 1) return "Differs by flow"
  return modes[0] === "sync" ? "The flow's response" : "At once, 200"
}
