/** What can be done to all executions that the list shows, or to those that were ticked. */
import { Button, Menu, Text } from "@mantine/core"
import { Ban, ChevronDown, RotateCcw, StepForward } from "lucide-react"
import { useState } from "react"
import { useSession } from "../shell/session"
import { BulkDialog } from "./BulkDialog"
import classes from "./bulk.module.css"
import type { Action } from "./words"

interface BulkBarProps {
  /** As the server filters by; empty when the list shows all there is. */
  filters: Record<string, string>
  ticked: string[]
  untick: () => void
}

export function BulkBar({ filters, ticked, untick }: BulkBarProps) {
  const [action, setAction] = useState<Action | null>(null)
  const { can } = useSession()
  const some = ticked.length > 0
  if (!can("operator") || (!some && Object.keys(filters).length === 0)) return null
  return (
    <div className={classes.chosen}>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<ChevronDown size={14} aria-hidden />}>
            {some ? `With ${ticked.length} ticked` : "With all of these"}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<RotateCcw size={15} />} onClick={() => setAction("retry")}>
            Run again…
          </Menu.Item>
          <Menu.Item leftSection={<StepForward size={15} />} onClick={() => setAction("run_now")}>
            Run now what waits…
          </Menu.Item>
          <Menu.Item leftSection={<Ban size={15} />} color="red" onClick={() => setAction("cancel")}>
            Cancel…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {some ? (
        <Button variant="subtle" color="gray" size="xs" onClick={untick}>
          Untick all
        </Button>
      ) : (
        <Text size="xs" c="dimmed">
          All that the filters find, not only those shown.
        </Text>
      )}
      {action && (
        <BulkDialog
          action={action}
          {...(some ? { ids: ticked } : { filters })}
          about={some ? "Those that are ticked." : "All that the filters of the list find."}
          close={() => setAction(null)}
          begun={untick}
        />
      )}
    </div>
  )
}
