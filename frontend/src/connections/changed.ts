import { useQueryClient } from "@tanstack/react-query"

/** Call it after a connection was made or changed: everything that lists connections asks again. */
export function useConnectionsChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    const touched = ["/api/connections", "/api/services"]
    await Promise.all(touched.map((name) => queries.invalidateQueries({ queryKey: [name] })))
  }
}
