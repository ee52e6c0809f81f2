/**
 * Where it is mended that a request found no way: in plain words, with links to the place.
 *
 * For: reading the trace of a request that stopped. Not here: drawing it, mapping a customer (`MapDialog`).
 */
import type { InboundRequestDetail, Stage, StageName } from "../api/types"

export interface Mending {
  text: string
  links: { to: string; label: string }[]
}

type Stopped = Pick<InboundRequestDetail, "code" | "integration" | "isDraft"> & { trace: readonly Stage[] }

/** Null where there is nothing to say beyond the road itself. */
export function mendingOf({ code, integration, trace, isDraft }: Stopped): Mending | null {
  if (!integration) return null
  const endpoint = { to: `/integrations/${integration.id}/endpoint`, label: "Endpoint of the integration" }
  const picked = dataOf(trace, "pick")
  const customer = customerOf(dataOf(trace, "match").customer)
  const ofCustomer = customer && { to: `/customers/${customer.id}`, label: `${customer.name} and its instances` }
  const published = isDraft ? "" : " publish, and move the customer to that version,"
  switch (code) {
    case "flow_not_found": {
      const named = typeof picked.flowName === "string" ? `called “${picked.flowName}”` : "that it means"
      return {
        text: `No flow ${named} answers here. Name a flow so, or let the Flow name picker read something else;${published || " save,"} then replay.`,
        links: [endpoint, ...(ofCustomer ? [ofCustomer] : [])],
      }
    }
    case "picker_empty":
      return {
        text: `The picker read nothing that could be a name. Point it at where this request says it, or let a preprocess flow find it; ${isDraft ? "save" : "publish"}, then replay. Test in draft tries it before.`,
        links: [endpoint],
      }
    case "instance_not_found":
      return {
        text: customer
          ? `${customer.name} is known but has no instance of ${integration.name}. Deploy one for it, then replay.`
          : "The instance this URL was made for is gone. Deploy the integration to the customer again; its sender needs the new URL.",
        links: ofCustomer ? [ofCustomer] : [{ to: "/customers", label: "Customers" }],
      }
    case "preprocess_failed": {
      const { flow } = dataOf(trace, "preprocess")
      const to = typeof flow === "string" ? `/integrations/${integration.id}/flows/${flow}` : endpoint.to
      return {
        text: `The preprocess flow failed on this request; its steps stand below. Mend it, ${isDraft ? "save" : "publish"}, then replay.`,
        links: [{ to, label: "Preprocess flow" }],
      }
    }
    default:
      return null
  }
}

function dataOf(trace: readonly Stage[], name: StageName): Record<string, unknown> {
  const data: unknown = trace.find((stage) => stage.stage === name)?.data
  return data && typeof data === "object" ? { ...data } : {}
}

function customerOf(told: unknown): { id: string; name: string } | null {
  if (!told || typeof told !== "object" || !("id" in told) || !("name" in told)) return null
  const { id, name } = told
  return typeof id === "string" && id !== "" && typeof name === "string" ? { id, name } : null
}
