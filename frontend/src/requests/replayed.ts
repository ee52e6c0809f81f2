import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { tell } from "../ui/Problem"

export interface Replayed {
  requestId: string
  executionId: string | null
  status: string
  code: string | null
}

/** Says how the replay went and shows the new request. */
export function useAfterReplay() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async ({ requestId, status, code }: Replayed) => {
    await queries.invalidateQueries({ queryKey: ["/api/requests"] })
    tell(status === "accepted" ? "Replayed and accepted." : `Replayed: ${status}${code ? ` (${code})` : ""}.`)
    navigate(`/requests/${requestId}`)
  }
}
