/** Chooses another version for an instance, newer or older; a dialog says what that changes. */
import { Button, Menu } from "@mantine/core"
import { ArrowUpDown } from "lucide-react"
import { useState } from "react"
import type { Instance } from "../api/types"
import { UpgradeDialog } from "../rollouts/UpgradeDialog"

/** `numbers` are the published versions, newest first. */
export function UpgradeMenu({ instance, numbers }: { instance: Instance; numbers: number[] }) {
  const [chosen, setChosen] = useState<number | null>(null)
  const others = numbers.filter((number) => number !== instance.version)
  if (others.length === 0) return null
  const behind = others.some((number) => number > instance.version)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant={behind ? "light" : "default"}
            size="compact-xs"
            leftSection={<ArrowUpDown size={13} />}
            aria-label={`Change the version of ${instance.customer.name}`}
          >
            {behind ? "Upgrade" : "Change version"}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={300} style={{ overflow: "auto" }}>
          {others.map((number) => (
            <Menu.Item key={number} onClick={() => setChosen(number)}>
              {number > instance.version ? "Upgrade" : "Roll back"} to version {number}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen !== null && (
        <UpgradeDialog
          integrationId={instance.integration.id}
          instance={instance.id}
          version={chosen}
          close={() => setChosen(null)}
        />
      )}
    </>
  )
}
