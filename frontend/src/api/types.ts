/**
 * The shapes that `/api` speaks, by the names that pages use.
 *
 * They come from the server's OpenAPI (`npm run types` writes `schema.gen.ts`). Where OpenAPI says no more than "JSON", the
 * shape is filled in here. Ids are opaque strings, times are ISO 8601 in UTC.
 */
import type { Definition, Flow, Input, Problem } from "../flow/definition"
import type { InputSchema } from "../flow/schema"
import type { components } from "./schema.gen"

type Schemas = components["schemas"]

/** `Base` with some members known better. */
type Refined<Base, Better> = Omit<Base, keyof Better> & Better

export interface Page<T> {
  /** Of a search: it looked among the newest alone, back to this moment. */
  lookedBackTo?: string | null
  results: T[]
  next: string | null
}

export type Role = Schemas["Role"]
export type Scope = Schemas["ScopesEnum"]
export type Session = Schemas["Session"]
export type Member = Schemas["Member"]
export type Invitation = Schemas["Invitation"]
export type SentInvitation = Schemas["SentInvitation"]
export type InvitationLook = Schemas["LookedAtInvitation"]
export type Account = Schemas["Account"]
export type Enrolment = Schemas["Enrolment"]
export type SignIn = Schemas["SignIn"]
export type SignInPolicy = Schemas["SignInPolicy"]
export type Subscription = Schemas["Subscription"]
export type Destination = Schemas["Destination"]
export type DestinationDetail = Schemas["DestinationDetail"]
export type KeptDestination = Schemas["KeptDestination"]
export type DeliverySchedule = Schemas["DeliverySchedule"]
export type EventDelivery = Schemas["EventDelivery"]
export type EventDeliveryDetail = Schemas["EventDeliveryDetail"]
export type EventAttempt = Schemas["EventAttempt"]
export type ApiToken = Schemas["Token"]
export type Tenant = Schemas["Tenant"]

export type Component = Refined<Schemas["Component"], { inputs: InputSchema; example: Record<string, Input> }>
export type Integration = Schemas["Integration"]
export type Draft = Refined<Schemas["Draft"], { definition: Definition; problems: Problem[] }>
export type Version = Schemas["Version"]
export type VersionDetail = Refined<Schemas["VersionDetail"], { definition: Definition }>

export type Template = Refined<Schemas["Template"], { definition: Definition; tests: TemplateTest[] }>
export type TemplateTest = Refined<Schemas["TemplateTest"], { request: Partial<TestRequest> }>

export type StepError = Refined<Schemas["StepError"], { details?: Record<string, unknown> }>
export type StepRun = Refined<Schemas["StepRun"], { error: StepError | null }>
export type StageName = Schemas["StageName"]
export type Stage = Schemas["Stage"]
export type TestRequest = Refined<Schemas["TestRequestRequest"], { headers: [string, string][]; path?: string }>
export type TestAnswer = { status: number; headers: Record<string, string> | [string, string][]; body: string }
export type TestRun = Refined<Schemas["TestRun"], { answer: TestAnswer | null; execution: { steps: StepRun[] } | null }>

export type Difference = Schemas["Difference"]
export type Expected = Schemas["Expected"]
export type TestVerdict = Schemas["TestVerdict"]
export type SavedTest = Refined<Schemas["SavedTest"], { request: TestRequest; pins: Record<string, unknown> }>
export type SavedTestWrite = Refined<
  Schemas["SavedTestWriteRequest"],
  { request: TestRequest; expected: Partial<Expected>; pins: Record<string, unknown> }
>
export type TestResult = Refined<Schemas["TestResult"], { run: TestRun | null }>
export type TestResults = Refined<Schemas["TestResults"], { results: TestResult[] }>
export type TestCoverage = Schemas["TestCoverage"]

export type WouldGet = Schemas["WouldGet"]
export type WhatIf = Schemas["WhatIf"]
export type WhatIfCustomer = Schemas["WhatIfCustomer"]
export type WhatIfCounts = Schemas["WhatIfCounts"]
export type WhatIfRequest = Schemas["WhatIfRequest"]
export type WhatIfChange = Schemas["WhatIfChange"]

export type Customer = Schemas["Customer"]
export type Endpoint = Schemas["Endpoint"]
export type IntegrationEndpoint = Schemas["IntegrationEndpoint"]
export type Instance = Schemas["Instance"]

export type CredentialScheme = Schemas["CredentialScheme"]
export type Credential = Schemas["Credential"]
export type CredentialUse = Schemas["CredentialUse"]
export type CredentialField = Schemas["Field"]
export type Scheme = Schemas["Scheme"]
export type SignatureReport = Schemas["SignatureReport"]

export type InboundRequest = Schemas["Request"]
export type InboundRequestDetail = Refined<Schemas["RequestDetail"], { headers: [string, string][] }>

export type AlertRule = Schemas["AlertRule"]
export type KeptAlertRule = Schemas["KeptAlertRule"]
export type AlertNotice = Schemas["AlertNotice"]
export type AlertConditions = Schemas["AlertConditions"]
export type Storage = Schemas["Storage"]
export type System = Schemas["System"]
export type AuditEntry = Schemas["AuditEntry"]
export type Traffic = Schemas["Traffic"]
export type TrafficPoint = Schemas["TrafficPoint"]

export type StatusCounts = Schemas["StatusCounts"]
export type RerunPreview = Refined<Schemas["RerunPreview"], { inputs: Record<string, unknown> }>
export type ExecutionStatus = Schemas["ExecutionStatus"]
export type ExecutionError = StepError & { stepId?: string | null; path?: string }
export type Execution = Refined<Schemas["Execution"], { error: ExecutionError | null }>
export type ExecutionDetail = Refined<
  Schemas["ExecutionDetail"],
  { error: ExecutionError | null; flow: Flow | null; steps: StepRun[]; preprocess: StepRun[] }
>

export type Lane = Schemas["Lane"]
export type NextTimes = Schemas["NextTimes"]
export type Schedule = Schemas["Schedule"]
export type OtherRequests = Schemas["Others"]
export type BulkAction = Schemas["BulkAction"]
export type BulkCount = Schemas["BulkCount"]
export type BulkWish = Schemas["BulkWishRequest"]
export type Connector = Schemas["Package"]
export type WholeConnector = Refined<Schemas["WholePackage"], { elements: ConnectorElement[] }>
export type ConnectorElement = Refined<Schemas["Element"], { inputSchema: InputSchema }>
export type ConnectorVersion = Schemas["PackageVersion"]
export type PackageProblem = Schemas["PackageProblem"]
export type Uploaded = Refined<Schemas["Uploaded"], { connector: WholeConnector }>
export type FunctionCall = Schemas["FunctionCallRequest"]
export type FunctionRun = Schemas["FunctionRun"]
export type Service = Schemas["Service"]
export type Connection = Schemas["Connection"]
export type ServiceStart = Schemas["ServiceStart"]
export type ServiceScheme = Service["scheme"]
export type Rollout = Refined<Schemas["Rollout"], { choice: Choice }>
export type RolloutOutcome = Schemas["RolloutOutcome"]
export type Forecast = Schemas["Forecast"]
export type Move = Schemas["Move"]
export type Choice = Schemas["ChoiceRequest"]
export type Label = Schemas["Label"]
export type StoredValue = Schemas["StoredValue"]
export type Erasure = Schemas["Erasure"]
export type Embedding = Schemas["Embedding"]
export type TenantImage = Schemas["Image"]
