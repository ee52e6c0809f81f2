import { useQueryClient } from "@tanstack/react-query"

/** Call it after an instance was deployed, changed or deleted: everything that counts or lists instances asks again. */
export function useInstancesChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    const touched = [
      "/api/instances",
      "/api/customers",
      "/api/integrations",
      "versions",
      "integration",
      "/api/executions",
    ]
    await Promise.all(touched.map((name) => queries.invalidateQueries({ queryKey: [name] })))
  }
}
