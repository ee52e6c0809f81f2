/** What instances listen for, global webhooks, and as much of connectors as choosing one of their events needs. */
import type { components } from "../api/schema.gen"

type Schemas = components["schemas"]
export type Listening = Schemas["Listening"]
export type ListeningDetail = Schemas["ListeningDetail"]
export type Hook = Schemas["Hook"]
export type GlobalWebhook = Schemas["GlobalWebhook"]
export type KnownConnector = Schemas["Package"]
export type WholeConnector = Schemas["WholePackage"]
