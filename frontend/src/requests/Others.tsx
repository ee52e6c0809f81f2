/** The other requests of the inbox that stopped at the same unknown name, and a way to send them all on at once. */
import { Button, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { RotateCcw } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { OtherRequests } from "../api/types"
import { useKeepUp } from "../api/useLive"
import { BulkDialog } from "../bulk/BulkDialog"
import { UnderWay } from "../bulk/UnderWay"
import { useSession } from "../shell/session"
import classes from "./RequestPage.module.css"
import { othersWords } from "./words"

/** `of` is the request that stopped; `mended` once it found its way by a replay. */
export function Others({ of, mended }: { of: string; mended: boolean }) {
  const [asking, setAsking] = useState(false)
  const [begun, setBegun] = useState(false)
  const operator = useSession().can("operator")
  const others = useQuery({
    queryKey: ["/api/requests", of, "others"],
    queryFn: () => api.get<OtherRequests>(`/api/requests/${of}/others`),
    staleTime: 0,
  })
  useKeepUp(begun ? "requests" : null, others.refetch)
  const { named = "", ids = [], more = false } = others.data ?? {}
  if (ids.length === 0 && !begun) return null
  const words = othersWords(ids.length, more)
  return (
    <section className={classes.others} aria-label="Others">
      {ids.length > 0 && (
        <div className={classes.offer}>
          <Text size="sm">
            {words} {ids.length === 1 ? "names" : "name"} <code>{named}</code> too and still{" "}
            {ids.length === 1 ? "waits" : "wait"} in the inbox.
          </Text>
          {operator && (
            <Button
              variant={mended ? "filled" : "default"}
              size="xs"
              leftSection={<RotateCcw size={14} />}
              onClick={() => setAsking(true)}
            >
              Replay the {words}
            </Button>
          )}
        </div>
      )}
      {begun && <UnderWay about="requests" />}
      {asking && (
        <BulkDialog
          action="replay"
          ids={ids}
          about={`Those that name ${named} and wait in the inbox.`}
          close={() => setAsking(false)}
          begun={() => setBegun(true)}
        />
      )}
    </section>
  )
}
