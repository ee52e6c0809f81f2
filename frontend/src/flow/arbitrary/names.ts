/**
 * For property tests: the names that generated integrations use.
 *
 * Ids come from one small pool, so that edits often meet what is there and often miss it.
 * HOOKYARD_PROPERTY_RUNS asks for more runs, HOOKYARD_PROPERTY_SEED repeats those of a failure.
 */
import fc, { type Arbitrary } from "fast-check"

const { HOOKYARD_PROPERTY_RUNS: wantedRuns, HOOKYARD_PROPERTY_SEED: seed } = process.env

export const runs = (usual: number) => ({
  numRuns: wantedRuns === undefined ? usual : Number(wantedRuns),
  ...(seed !== undefined && { seed: Number(seed) }),
})

export const POOL = [
  "a",
  "b",
  "c",
  "webhook_1",
  "code_1",
  "code_2",
  "loop_1",
  "loop_2",
  "findCustomer",
  "log_1",
  "log_2",
]
export const FLOW_KEYS = ["main", "other"]

export const anyId: Arbitrary<string> = fc.constantFrom(...POOL)
export const root = fc.constantFrom(...POOL, "trigger", "integrationTrigger", "nobody")
export const path = fc.constantFrom("", ".results", ".results.body.data", '["odd key"].x', "[0]", ".currentItem.a")
export const word = fc.constantFrom("", "x", "Ünï 🎣", "{{", "}}", "line\nbreak", "stepResults")
