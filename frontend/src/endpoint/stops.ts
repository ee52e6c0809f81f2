/**
 * The stages of an endpoint's road, and which of them a problem belongs to.
 *
 * For: whoever leads to a stage from elsewhere, as the canvas does. Not here: what a stage comes down to (`rules`).
 */
import type { Problem } from "../flow/definition"

export type RoadStop = "endpoint" | "access" | "method" | "credential" | "preprocess" | "pick" | "match" | "answer"

export const LABELS: Record<RoadStop, string> = {
  endpoint: "Endpoint",
  access: "Access",
  method: "Method",
  credential: "Credential",
  preprocess: "Preprocess",
  pick: "Pick",
  match: "Match",
  answer: "Answer",
}

export const ROAD_STOPS = Object.keys(LABELS) as RoadStop[]

export function stopOf(problem: Problem): RoadStop | null {
  const field = problem.field ?? ""
  if (
    problem.code === "credential_ambiguous" ||
    field === "endpoint.credential" ||
    field === "endpoint.customerCredential"
  )
    return "credential"
  if (problem.flow !== null) return null
  if (field === "endpoint.flowName" || field === "endpoint.externalCustomerId") return "pick"
  if (field.startsWith("endpoint.methods") || field.startsWith("endpoint.contentTypes")) return "method"
  if (/^endpoint\.(allowed|largestBody|requestsPerSecond)/.test(field)) return "access"
  if (field === "endpoint.preprocessFlow") return "preprocess"
  if (field === "endpoint.unrouted" || problem.code === "endpoint_target_missing") return "match"
  return field === "endpoint" || field.startsWith("endpoint.") ? "endpoint" : null
}
