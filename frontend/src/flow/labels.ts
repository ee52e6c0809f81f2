/** Ids of steps and keys of flows: unique by force, readable by people. */
import { allSteps, type Definition, type Flow, RESERVED_IDS } from "./definition"

const STEP_ID = /^[A-Za-z][A-Za-z0-9_]*$/
const LONGEST_ID = 50
const ROOM_FOR_NUMBER = 5

/** `http.request` with `http_request_1` taken gives `http_request_2`. */
export function nextStepId(component: string, taken: Iterable<string>): string {
  const stem = component.replace(/[^A-Za-z0-9]+/g, "_").replace(/^[^A-Za-z]+|_+$/g, "") || "step"
  return nextNumbered(stem, new Set(taken))
}

export function nextNumbered(long: string, taken: ReadonlySet<string>): string {
  const stem = long.slice(0, LONGEST_ID - ROOM_FOR_NUMBER)
  let number = 1
  while (taken.has(`${stem}_${number}`)) number += 1
  return `${stem}_${number}`
}

/**
 * A free id for a copy of `id`: `webhook_1` becomes `webhook_2`, `findCustomer` becomes `findCustomer_1`. One that no step may
 * have, as a text from elsewhere may hold it, becomes one that it may.
 */
export function nextCopyId(id: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  if (wordsAgainst(id) !== null) return nextStepId(id, used)
  if (!used.has(id)) return id
  return nextNumbered(id.replace(/_\d+$/, ""), used)
}

export function stepIds(flow: Flow): string[] {
  return allSteps(flow.steps).map((step) => step.id)
}

/** Why `id` cannot be the new id of `current`, in words for the person typing it; null when it can. */
export function stepIdProblem(flow: Flow, current: string, id: string): string | null {
  if (id === current) return null
  const words = wordsAgainst(id)
  if (words !== null) return words
  return stepIds(flow).includes(id) ? `"${id}" is taken by another step of this flow.` : null
}

function wordsAgainst(id: string): string | null {
  if (!STEP_ID.test(id)) return "Begin with a letter; letters, digits and _ may follow."
  if (id.length > LONGEST_ID) return `At most ${LONGEST_ID} letters.`
  if (id in Object.prototype) return `"${id}" means something else in code. Choose another.`
  if (RESERVED_IDS.includes(id)) return `"${id}" always means the trigger that fired. Choose another.`
  return null
}

export function slug(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "flow"
}

export function nextFlowKey(definition: Definition, name: string): string {
  const taken = new Set(definition.flows.map((flow) => flow.key))
  const stem = slug(name)
  if (!taken.has(stem)) return stem
  let number = 2
  while (taken.has(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}

export function nextFlowName(definition: Definition, wanted: string): string {
  const taken = new Set(definition.flows.map((flow) => flow.name))
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted} ${number}`)) number += 1
  return `${wanted} ${number}`
}
