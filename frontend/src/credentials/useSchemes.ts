/** The table of schemes. It changes only with the server's version, so it is asked for once. */
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Scheme } from "../api/types"

export function useSchemes() {
  return useQuery({
    queryKey: ["/api/credentials/schemes"],
    queryFn: () => api.get<{ schemes: Scheme[] }>("/api/credentials/schemes"),
    select: (answer) => answer.schemes,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
