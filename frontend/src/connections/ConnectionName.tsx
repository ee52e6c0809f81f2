/** What people call a connection, in place of its id; and its light, where it needs somebody. */
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Connection } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"
import { statusWords } from "./words"

export function ConnectionName({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ["/api/connections", id],
    queryFn: () => api.get<Connection>(`/api/connections/${id}`),
  })
  if (!data) return <code>{id}</code>
  return (
    <>
      {data.name} {data.status !== "ok" && <StatusBadge status={statusWords(data)} />}
    </>
  )
}
