/** Moving a step into a container beside it, to a free place there. */
import { type Flow, findStep } from "../../flow/definition"
import { CONTAINER, completeLayout, freePlace } from "../../flow/geometry"
import type { Operation } from "../../flow/operations"

export function intoContainer(flow: Flow, step: string, container: string): Operation {
  const inside = findStep(flow, container)?.steps ?? []
  const at = freePlace(inside, completeLayout(flow), { x: 40, y: CONTAINER.header + 16 })
  return { kind: "reparent", flow: flow.key, ids: [step], parent: container, positions: { [step]: at } }
}
