/** The shapes that `/api` speaks. Ids are opaque strings, times are ISO 8601 in UTC. */
import type { Definition, Problem } from "../flow/definition"
import type { InputSchema } from "../flow/schema"

export interface Page<T> {
  results: T[]
  next: string | null
}

export type Role = "viewer" | "operator" | "builder" | "owner"

export interface Session {
  user: { email: string; isStaff: boolean } | null
  tenants: { slug: string; name: string; role: Role }[]
  setupNeeded: boolean
  csrfToken: string
}

export interface Component {
  key: string
  title: string
  summary: string
  docs: string
  kind: "trigger" | "action" | "container"
  group: string
  icon: string
  inputs: InputSchema
  example: Record<string, unknown>
  synonyms: string[]
  effect: boolean
  resultsExample: unknown
}

export interface Integration {
  id: string
  key: string
  name: string
  description: string
  createdAt: string
  liveVersion: number | null
  hasUnpublishedChanges: boolean
  flowCount: number
  instanceCount: number
  requestsLastDay: number
  failuresLastDay: number
}

export interface Draft {
  definition: Definition
  revision: number
  updatedAt: string
  updatedBy: string | null
  problems: Problem[]
  draftUrl: string
  sampleUrl: string | null
}

export interface Version {
  number: number
  comment: string
  publishedBy: string | null
  createdAt: string
  instanceCount: number
}

export interface StepRun {
  stepId: string
  /** Where it ran, such as `loop_1[2].log_1`. */
  path: string
  component: string
  status: "succeeded" | "failed" | "skipped" | "ignored"
  outlet: string | null
  inputs: unknown
  results: unknown
  error: { code: string; message: string; details?: Record<string, unknown> } | null
  logs: { level: string; message: string }[]
  durationUs: number
}

export type StageName =
  | "endpoint"
  | "method"
  | "size"
  | "verify"
  | "parse"
  | "preprocess"
  | "pick"
  | "match"
  | "store"
  | "answer"

export interface Stage {
  stage: StageName
  ok: boolean
  skipped?: boolean
  detail: string
  data?: unknown
  durationUs: number
}

export interface TestRequest {
  method: string
  headers: [string, string][]
  query: string
  body: string
  contentType: string
  path?: string
  customer?: string
}

export interface TestRun {
  ok: boolean
  stages: Stage[]
  answer: { status: number; headers: Record<string, string> | [string, string][]; body: string } | null
  result: unknown
  execution: { steps: StepRun[] } | null
}

export interface Customer {
  id: string
  externalId: string
  name: string
  aliases: string[]
  labels: Record<string, string>
  createdAt: string
  instances: { id: string; integration: { id: string; name: string }; version: number; enabled: boolean }[]
}

export interface Endpoint {
  id: string
  type: "flow" | "instance" | "shared" | "draft"
  flowKey: string | null
  flowName: string | null
  url: string
  methods: string[]
}

export interface Instance {
  id: string
  integration: { id: string; name: string; key: string }
  customer: { id: string; externalId: string; name: string }
  version: number
  enabled: boolean
  config: Record<string, unknown>
  createdAt: string
  updatedAt: string
  endpoints: Endpoint[]
  heldCount: number
}

export type CredentialScheme = "api_key" | "basic" | "bearer" | "hmac"

export interface Credential {
  id: string
  key: string
  name: string
  scheme: CredentialScheme
  settings: Record<string, unknown>
  hint: string
  createdAt: string
  updatedAt: string
}

export interface InboundRequest {
  id: string
  receivedAt: string
  method: string
  path: string
  status: string
  code: string | null
  answerStatus: number | null
  durationUs: number
  bodySize: number
  contentType: string
  integration: { id: string; name: string } | null
  customer: { id: string; externalId: string; name: string } | null
  flowKey: string | null
  executionId: string | null
  isDraft: boolean
  replayOf: string | null
  resolvedAt: string | null
}

export interface InboundRequestDetail extends InboundRequest {
  headers: [string, string][]
  query: string
  body: string | null
  bodyBase64?: string
  trace: Stage[]
  nearest: { externalId: string; name: string }[]
  curl: string
}

export type ExecutionStatus =
  | "queued"
  | "running"
  | "waiting"
  | "held"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "duplicate"

export interface Execution {
  id: string
  flowKey: string
  flowName: string
  status: ExecutionStatus
  queuedAt: string
  startedAt: string | null
  finishedAt: string | null
  integration: { id: string; name: string }
  version: number | null
  customer: { id: string; externalId: string; name: string } | null
  instanceId: string | null
  requestId: string | null
  error: { code: string; message: string; stepId?: string } | null
}

export interface Member {
  id: string
  email: string
  role: Role
}

export interface ApiToken {
  id: string
  name: string
  role: Role
  hint: string
  createdAt: string
  lastUsedAt: string | null
}
