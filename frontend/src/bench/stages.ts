/**
 * The road a request took, read from its route trace.
 *
 * For: naming stages, telling how each went, finding what the pickers read and who would get it.
 * Not here: drawing them.
 */
import type { Stage, StageName, StepRun, TestRun } from "../api/types"

/** `refused`: an answer that tells the sender of an error, after an earlier stage stopped. */
export type StageState = "passed" | "stopped" | "refused" | "skipped" | "unreached"

export interface RoadStage {
  name: StageName
  label: string
  state: StageState
  detail: string
  durationUs: number | null
  data: unknown
}

const LABELS: Record<StageName, string> = {
  endpoint: "Endpoint",
  access: "Access",
  method: "Method",
  size: "Size",
  verify: "Credential",
  handshake: "Handshake",
  parse: "Parse",
  preprocess: "Preprocess",
  handle: "Connector",
  pick: "Pick",
  match: "Match",
  store: "Store",
  answer: "Answer",
}
const ORDER = Object.keys(LABELS) as StageName[]

export const STATE_WORDS: Record<StageState, string> = {
  passed: "passed",
  stopped: "stopped here",
  refused: "an error",
  skipped: "skipped",
  unreached: "not reached",
}

function stateOf(stage: Stage, stoppedAt: StageName | undefined): StageState {
  if (stage.skipped) return "skipped"
  if (stage.ok) return "passed"
  // The answer is not ok because an earlier stage stopped; only that one is to blame.
  return stage.stage === "answer" && stoppedAt !== "answer" ? "refused" : "stopped"
}

/** The stages of a trace in order; when one stopped, also those that were never reached. A `subscription` finds nobody's flow. */
export function roadOf(trace: readonly Stage[], { subscription = false } = {}): RoadStage[] {
  const stoppedAt = trace.find((stage) => !stage.ok)?.stage
  const taken = trace.map(
    (stage): RoadStage => ({
      name: stage.stage,
      label: LABELS[stage.stage] ?? stage.stage,
      state: stateOf(stage, stoppedAt),
      detail: stage.detail,
      // Some stages take no time worth measuring.
      durationUs: stage.skipped || stage.durationUs === 0 ? null : stage.durationUs,
      data: stage.data ?? null,
    }),
  )
  if (!stoppedAt) return taken
  // Nobody misses a handshake: services shake hands once, and most never do. At a connector's hook nothing is picked.
  const atHook = trace.some((stage) => stage.stage === "handle")
  const unasked: StageName[] = atHook ? ["handshake", "preprocess", "pick"] : ["handshake", "handle"]
  if (subscription) unasked.push("preprocess", "pick", "match")
  const missing = ORDER.slice(ORDER.indexOf(stoppedAt) + 1).filter(
    (name) => !unasked.includes(name) && !trace.some((stage) => stage.stage === name),
  )
  const unreached = missing.map(
    (name): RoadStage => ({
      name,
      label: LABELS[name],
      state: "unreached",
      detail: "The request did not come this far.",
      durationUs: null,
      data: null,
    }),
  )
  return [...taken, ...unreached].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name))
}

/** Where the eye should go first. */
export function stageToShow(road: readonly RoadStage[]): StageName | null {
  const stopped = road.find((stage) => stage.state === "stopped")
  const found = road.find((stage) => stage.name === "match" || stage.name === "handshake")
  return (stopped ?? found ?? road.at(-1))?.name ?? null
}

export interface Picked {
  /** What the pickers read from: the preprocess flow's result, or the request. Absent in traces of live requests. */
  results?: unknown
  flowName: string | null
  externalCustomerId: string | null
}

interface Named {
  id: string
  name: string
}

export interface KnownCustomer extends Named {
  externalId: string
}

export interface Nearest {
  name: string
  externalId?: string
  /** The external id or alias that looks like what was asked for. */
  knownAs?: string
}

export interface Match {
  externalCustomerId?: string
  flow?: { key: string; name: string }
  customer?: KnownCustomer | null
  instance?: Named | null
  version?: number | null
  nearest?: Nearest[]
  /** In tests: what a live request with the same customer would come to. */
  live?: Match & { code?: string; detail?: string }
}

const dataOf = <T>(trace: readonly Stage[], name: StageName): T | null =>
  (trace.find((stage) => stage.stage === name)?.data as T | undefined) ?? null

export const pickedOf = (trace: readonly Stage[]): Picked | null => dataOf<Picked>(trace, "pick")
export const matchOf = (trace: readonly Stage[]): Match | null => dataOf<Match>(trace, "match")
export const preprocessOf = (trace: readonly Stage[]) =>
  dataOf<{ steps: StepRun[]; result: unknown }>(trace, "preprocess")

/** The external id a request was looked up by, for offering it as an alias. */
export function askedCustomer(trace: readonly Stage[]): string {
  return matchOf(trace)?.externalCustomerId ?? pickedOf(trace)?.externalCustomerId ?? ""
}

/** What pickers may choose from: the root `results` of the last endpoint test; undefined when there is none. */
export function pickableResults(run: TestRun | undefined): unknown {
  if (!run) return undefined
  return pickedOf(run.stages)?.results ?? preprocessOf(run.stages)?.result ?? undefined
}

/** Steps that did not run because their results were given, of the preprocess flow too. */
export function pinnedIn(run: TestRun): string[] {
  const steps = [...(preprocessOf(run.stages)?.steps ?? []), ...(run.execution?.steps ?? [])]
  return [...new Set(steps.filter((step) => step.pinned).map((step) => step.stepId))]
}
