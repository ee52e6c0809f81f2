/**
 * The document of an integration, as it is saved.
 *
 * For: its shapes, and small questions about them. The server's JSON Schema is the authority.
 * Not here: edits (`operations`), the canvas (`canvas`). Nothing in `src/flow` knows React.
 */

import type { ConfigPage } from "./pages"

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Exactly one tag. `{value}` is literal and never scanned for references. */
export type Input =
  | { value: unknown }
  | { reference: string }
  | { template: string }
  | { configVariable: string }
  | { credential: string }
  | { list: Input[] }
  | { object: Record<string, Input> }

export type InputTag = "value" | "reference" | "template" | "configVariable" | "credential" | "list" | "object"

export type OnError = "fail" | "ignore" | "branch" | "retry"

export interface RetryRule {
  maxAttempts: number
  delaySeconds: number
  exponential: boolean
}

export interface Link {
  from: string
  to: string
  /** "out" when absent. */
  outlet?: string
}

export interface Step {
  id: string
  name?: string
  component: string
  inputs?: Record<string, Input>
  onError?: OnError
  retry?: RetryRule
  timeoutSeconds?: number
  disabled?: boolean
  notes?: string
  /** Containers only. */
  steps?: Step[]
  links?: Link[]
}

export interface Point {
  x: number
  y: number
}

/** Where steps are drawn; those inside a container are relative to its box. Never part of meaning. */
export type Layout = Record<string, Point>

export const PAPERS = ["yellow", "blue", "green", "pink", "purple", "gray"] as const

export type Paper = (typeof PAPERS)[number]

/** Words for people, beside the steps. */
export interface Note {
  id: string
  text: string
  color?: Paper
  at: Point
  size: { width: number; height: number }
}

/** Steps of the flow itself under one title; one that is gone is passed over. */
export interface Group {
  id: string
  title?: string
  color?: Paper
  steps: string[]
  collapsed?: boolean
}

/** Drawn for people. Never part of meaning. */
export interface Annotations {
  notes?: Note[]
  groups?: Group[]
}

export interface Policy {
  dedupe?: { id: { reference: string }; windowSeconds?: number }
  retry?: RetryRule
  /** So many at once; so many starts in a stretch of time. Counted for each instance. */
  concurrency?: { atOnce?: number; starts?: number; perSeconds?: number }
  /** One after the other where this value of the trigger is the same. */
  ordering?: { key: { reference: string } }
  timeLimitSeconds?: number
}

export interface Flow {
  key: string
  name: string
  description?: string
  response?: "async" | "sync"
  steps: Step[]
  links: Link[]
  policy?: Policy
  layout?: Layout
  annotations?: Annotations
}

export interface EndpointConfig {
  type: "flow" | "instance" | "shared"
  methods?: string[]
  credential?: string | null
  /** Key of the config variable that names each customer's own credential, instead of one for all. */
  customerCredential?: string | null
  preprocessFlow?: string | null
  flowName?: { reference: string } | null
  externalCustomerId?: { reference: string } | null
  unrouted?: "reject" | "accept"
  requestsPerSecond?: number | null
  /** Addresses or networks; none lets everybody call. */
  allowedAddresses?: string[] | null
  /** Pages of these origins may read answers. */
  allowedOrigins?: string[] | null
  contentTypes?: string[] | null
  /** Bytes. */
  largestBody?: number | null
}

export const CONFIG_TYPES = [
  "string",
  "number",
  "boolean",
  "date",
  "picklist",
  "list",
  "keyValue",
  "object",
  "form",
  "schedule",
  "connection",
  "json",
] as const

export type ConfigType = (typeof CONFIG_TYPES)[number]

/** What a list, or the values of a key-value list, can be made of. */
export const LISTABLE = ["string", "number", "boolean", "date", "picklist"] as const

export interface Choice {
  value: string
  label?: string
}

/** The part of JSON Schema that a form draws. */
export interface FormSchema {
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object"
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  oneOf?: { const: unknown; title?: string }[]
  properties?: Record<string, FormSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: FormSchema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

export interface ConfigVariable {
  key: string
  name: string
  type?: ConfigType
  /** Of a list or key-value list; "string" when absent. */
  of?: (typeof LISTABLE)[number]
  choices?: Choice[]
  /** What fills the choices of a picklist instead: a flow whose result is a list of them. */
  choicesFrom?: { flow: string }
  schema?: FormSchema
  minimum?: number
  maximum?: number
  /** Of a connection: key of the outside service. */
  service?: string
  /** Who sets it: the customer in the wizard, the embedding product by API, or only the tenant's own people. */
  visibility?: "customer" | "embedded" | "organization"
  default?: unknown
  required?: boolean
  description?: string
}

export interface Definition {
  name: string
  key: string
  description?: string
  endpoint?: EndpointConfig
  configVariables?: ConfigVariable[]
  configPages?: ConfigPage[]
  flows: Flow[]
}

/** One thing that is wrong; `field` is an input's name or path within the step. */
export interface Problem {
  code: string
  message: string
  severity: "error" | "warning"
  flow: string | null
  step: string | null
  field: string | null
  line?: number
  column?: number
}

/** What a list of steps and the links between them have in common: a flow, or a container step. */
export interface Graph {
  steps: Step[]
  links: Link[]
}

/** Of integrations, flows and steps; the server refuses longer ones. */
export const LONGEST_NAME = 120

export const RESERVED_IDS: readonly string[] = ["trigger", "integrationTrigger"]

/** With the lists that a file or a program may have left out; the very same document when there are none. */
export function complete(definition: Definition): Definition {
  const { flows = [] } = definition
  if (definition.flows && flows.every(({ steps, links }) => steps && links)) return definition
  return { ...definition, flows: flows.map((flow) => ({ ...flow, steps: flow.steps ?? [], links: flow.links ?? [] })) }
}

export const outletOf = (link: Link): string => link.outlet ?? "out"

export const sameLink = (a: Link, b: Link): boolean => a.from === b.from && a.to === b.to && outletOf(a) === outletOf(b)

export function tagOf(input: Input): InputTag {
  return Object.keys(input)[0] as InputTag
}

export function findFlow(definition: Definition, key: string): Flow | undefined {
  return definition.flows.find((flow) => flow.key === key)
}

/** Every step of a graph, those inside containers too, in document order. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps ?? [])])
}

export function findStep(flow: Flow, id: string): Step | undefined {
  return allSteps(flow.steps).find((step) => step.id === id)
}

/** The container that holds a step, or null when it stands in the flow itself. */
export function parentOf(flow: Flow, id: string): Step | null {
  return allSteps(flow.steps).find((step) => step.steps?.some((inner) => inner.id === id)) ?? null
}
