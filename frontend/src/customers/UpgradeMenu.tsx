/** Moves an instance to another version, newer or older. */
import { Button, Menu } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { ArrowUpDown } from "lucide-react"
import { api } from "../api/client"
import type { Instance } from "../api/types"
import { tell, tellProblem } from "../ui/Problem"
import { useInstancesChanged } from "./changed"

/** `numbers` are the published versions, newest first. */
export function UpgradeMenu({ instance, numbers }: { instance: Instance; numbers: number[] }) {
  const changed = useInstancesChanged()
  const upgrade = useMutation({
    mutationFn: (version: number) => api.post<Instance>(`/api/instances/${instance.id}/upgrade`, { version }),
    onSuccess: async (after) => {
      tell(`${after.customer.name} is on version ${after.version} now. The URLs stayed the same.`)
      await changed()
    },
    onError: tellProblem,
  })
  const others = numbers.filter((number) => number !== instance.version)
  if (others.length === 0) return null
  const behind = others.some((number) => number > instance.version)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant={behind ? "light" : "default"}
          size="compact-xs"
          leftSection={<ArrowUpDown size={13} />}
          loading={upgrade.isPending}
          aria-label={`Change the version of ${instance.customer.name}`}
        >
          {behind ? "Upgrade" : "Change version"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflow: "auto" }}>
        {others.map((number) => (
          <Menu.Item key={number} onClick={() => upgrade.mutate(number)}>
            {number > instance.version ? "Upgrade" : "Roll back"} to version {number}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
