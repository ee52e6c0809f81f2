/** What can be done about a request: replay it, map it to a customer, set it aside, try it in the draft. */
import { Button } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Archive, FlaskConical, RotateCcw, UserPlus } from "lucide-react"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { InboundRequestDetail } from "../api/types"
import { useMemory } from "../bench/memory"
import { fromCaptured } from "../bench/payload"
import { useSession } from "../shell/session"
import { CopyIcon } from "../ui/CopyField"
import { tell, tellProblem } from "../ui/Problem"
import { MapDialog } from "./MapDialog"
import { type Replayed, useAfterReplay } from "./replayed"

export function RequestActions({ request }: { request: InboundRequestDetail }) {
  const { can } = useSession()
  const [mapping, setMapping] = useState(false)
  const waits = request.status === "unrouted" && !request.resolvedAt
  const operator = can("operator")
  return (
    <>
      <CopyIcon value={request.curl} label="Copy as curl" />
      {can("builder") && <TryInDraft request={request} />}
      {operator && waits && <Dismiss id={request.id} />}
      {operator && !request.subscription && request.status !== "refused" && request.status !== "handshake" && (
        <Replay id={request.id} quiet={waits} again={request.status === "unrouted" && !waits} />
      )}
      {operator && waits && request.code === "customer_not_found" && (
        <Button leftSection={<UserPlus size={15} />} onClick={() => setMapping(true)}>
          Map to customer
        </Button>
      )}
      {mapping && <MapDialog request={request} close={() => setMapping(false)} />}
    </>
  )
}

/** `again`: it was replayed or dismissed before, and whoever looks at it here knows that. */
function Replay({ id, quiet, again }: { id: string; quiet: boolean; again: boolean }) {
  const after = useAfterReplay()
  const replay = useMutation({
    mutationFn: () => api.post<Replayed>(`/api/requests/${id}/replay${again ? "?again=true" : ""}`),
    onSuccess: after,
    onError: tellProblem,
  })
  return (
    <Button
      variant={quiet ? "default" : "filled"}
      leftSection={<RotateCcw size={15} />}
      loading={replay.isPending}
      onClick={() => replay.mutate()}
    >
      {again ? "Replay again" : "Replay"}
    </Button>
  )
}

function Dismiss({ id }: { id: string }) {
  const queries = useQueryClient()
  const dismiss = useMutation({
    mutationFn: () => api.post<InboundRequestDetail>(`/api/requests/${id}/dismiss`),
    onSuccess: () => {
      tell("Dismissed. It stays in the list of requests.")
      return queries.invalidateQueries({ queryKey: ["/api/requests"] })
    },
    onError: tellProblem,
  })
  return (
    <Button
      variant="default"
      leftSection={<Archive size={15} />}
      loading={dismiss.isPending}
      onClick={() => dismiss.mutate()}
    >
      Dismiss
    </Button>
  )
}

function TryInDraft({ request }: { request: InboundRequestDetail }) {
  const navigate = useNavigate()
  const setPayload = useMemory((memory) => memory.setPayload)
  const { integration } = request
  if (!integration || request.body === null) return null
  const open = () => {
    setPayload(integration.id, fromCaptured(request))
    navigate(`/integrations/${integration.id}/endpoint?test`)
  }
  return (
    <Button variant="default" leftSection={<FlaskConical size={15} />} onClick={open}>
      Test in draft
    </Button>
  )
}
