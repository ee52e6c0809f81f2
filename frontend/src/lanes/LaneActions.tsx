/** Hold and release a lane; drain its instance; give up what is queued. */
import { ActionIcon, Button, Menu } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Ban, CirclePause, Ellipsis, Hourglass, Play } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Instance, Lane } from "../api/types"
import { BulkDialog } from "../bulk/BulkDialog"
import { useSession } from "../shell/session"
import { tell, tellProblem } from "../ui/Problem"
import classes from "./lanes.module.css"
import { nameOf } from "./words"

export function LaneActions({ lane }: { lane: Lane }) {
  const [discarding, setDiscarding] = useState(false)
  const { can } = useSession()
  const queries = useQueryClient()
  const about = nameOf(lane)
  const changed = () => queries.invalidateQueries({ queryKey: ["lanes"] })
  const hold = useMutation({
    mutationFn: (word: "hold" | "release") =>
      api.post(`/api/instances/${lane.instanceId}/lanes/${lane.flowKey}/${word}`),
    onSuccess: (_nothing, word) =>
      tell(word === "hold" ? `${about} is on hold: what arrives queues up.` : `${about} goes on.`),
    onError: tellProblem,
    onSettled: changed,
  })
  const drain = useMutation({
    mutationFn: () => api.post<Instance>(`/api/instances/${lane.instanceId}/pause`),
    onSuccess: () => tell("What is queued still runs. What arrives from now on is held until you resume the instance."),
    onError: tellProblem,
    onSettled: changed,
  })
  const resume = useMutation({
    mutationFn: () => api.post<Instance>(`/api/instances/${lane.instanceId}/resume`),
    onSuccess: () => tell(`The instance of ${lane.customer.name} takes requests again. What was held runs now.`),
    onError: tellProblem,
    onSettled: changed,
  })
  if (!can("operator")) return null
  const held = lane.heldSince !== null
  return (
    <div className={classes.actions}>
      <Button
        variant={held ? "filled" : "default"}
        size="compact-xs"
        aria-label={`${held ? "Release" : "Hold"} ${about}`}
        leftSection={held ? <Play size={13} /> : <CirclePause size={13} />}
        loading={hold.isPending}
        onClick={() => hold.mutate(held ? "release" : "hold")}
      >
        {held ? "Release" : "Hold"}
      </Button>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${about}`}>
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {lane.enabled ? (
            <Menu.Item leftSection={<Hourglass size={15} />} onClick={() => drain.mutate()}>
              Drain the instance: finish what is queued, hold what arrives
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<Play size={15} />} onClick={() => resume.mutate()}>
              Resume the instance, and run what was held
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<Ban size={15} />}
            color="red"
            disabled={lane.queued + lane.held === 0}
            onClick={() => setDiscarding(true)}
          >
            {lane.held > 0 && lane.queued === 0 ? "Cancel what is held…" : "Cancel what is queued…"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {discarding && (
        <BulkDialog
          action="cancel"
          filters={{ instance: lane.instanceId, flow: lane.flowKey, status: lane.queued > 0 ? "queued" : "held" }}
          about={about}
          close={() => setDiscarding(false)}
        />
      )}
    </div>
  )
}
