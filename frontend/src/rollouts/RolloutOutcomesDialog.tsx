import type { Rollout } from "../api/types"
import { Dialog } from "../ui/Dialog"
import { RolloutProgress } from "./RolloutProgress"
import { titleOf } from "./words"

/** How a rollout of before went, or goes on. */
export function RolloutOutcomesDialog(props: { integrationId: string; rollout: Rollout; close: () => void }) {
  const { integrationId, rollout, close } = props
  return (
    <Dialog onClose={close} title={titleOf(rollout)} size="lg">
      <RolloutProgress integrationId={integrationId} started={rollout} close={close} />
    </Dialog>
  )
}
