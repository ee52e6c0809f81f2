import { Button } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Ban, RotateCcw } from "lucide-react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Execution } from "../api/types"
import { useSession } from "../shell/session"
import { tell, tellProblem } from "../ui/Problem"
import { hasEnded } from "./timing"

/** Runs it again when it has ended; stops it when it has not. */
export function ExecutionActions({ execution }: { execution: Execution }) {
  if (!useSession().can("operator")) return null
  if (!hasEnded(execution)) return <Cancel id={execution.id} />
  return execution.status === "duplicate" ? null : <Retry id={execution.id} />
}

function Retry({ id }: { id: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const retry = useMutation({
    mutationFn: () => api.post<Execution>(`/api/executions/${id}/retry`),
    onSuccess: async (fresh) => {
      await queries.invalidateQueries({ queryKey: ["/api/executions"] })
      tell("It runs again, from the same trigger.")
      navigate(`/executions/${fresh.id}`)
    },
    onError: tellProblem,
  })
  return (
    <Button leftSection={<RotateCcw size={15} />} loading={retry.isPending} onClick={() => retry.mutate()}>
      Retry
    </Button>
  )
}

function Cancel({ id }: { id: string }) {
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.post<Execution>(`/api/executions/${id}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/api/executions"] }),
    onError: tellProblem,
  })
  return (
    <Button
      variant="default"
      leftSection={<Ban size={15} />}
      loading={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      Cancel
    </Button>
  )
}
