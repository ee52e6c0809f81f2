import type { Instance } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"

/** On, or paused with what it holds. */
export function InstanceState({ instance }: { instance: Pick<Instance, "enabled" | "heldCount"> }) {
  if (instance.enabled) return <StatusBadge status="succeeded" label="on" />
  return <StatusBadge status="held" label={instance.heldCount > 0 ? `paused, ${instance.heldCount} held` : "paused"} />
}
