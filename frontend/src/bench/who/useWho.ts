/** "Who would get this?": asks the live routing about the payload. No flow of a customer runs. */
import { useMutation } from "@tanstack/react-query"
import { api } from "../../api/client"
import type { WouldGet } from "../../api/types"
import { payloadOf } from "../memory"
import { asTestRequest } from "../payload"

export interface Question {
  /** External id, where the URL would say whose it is. */
  customer: string | null
  /** Key, where each flow has a URL of its own. */
  flow: string | null
}

export function useWho(integrationId: string) {
  return useMutation({
    mutationFn: ({ customer, flow }: Question) => {
      const request = { ...asTestRequest(payloadOf(integrationId)), ...(customer && { customer }) }
      return api.post<WouldGet>(`/api/integrations/${integrationId}/who`, { request, flow })
    },
  })
}

export type Who = ReturnType<typeof useWho>
