import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { tell, tellProblem } from "../ui/Problem"

/** Loads the Acme ERP example and opens its endpoint. Loading it again changes nothing. */
export function useDemo() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.post<{ integration: Integration }>("/api/demo"),
    onSuccess: async ({ integration }) => {
      await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
      tell("Acme ERP is ready: three flows, two customers, one shared URL.")
      navigate(`/integrations/${integration.id}/endpoint`)
    },
    onError: tellProblem,
  })
}
