/** What can be done to all requests that the list shows: replay them, or take them out of the inbox. */
import { Button, Menu, Text } from "@mantine/core"
import { Archive, ChevronDown, RotateCcw } from "lucide-react"
import { useState } from "react"
import { BulkDialog } from "../bulk/BulkDialog"
import classes from "../bulk/bulk.module.css"
import { useSession } from "../shell/session"
import { whichWords } from "./words"

/** `filters` as the server filters by; nothing is offered while the list shows all there is. */
export function ManyBar({ filters }: { filters: Record<string, string> }) {
  const [action, setAction] = useState<"replay" | "dismiss" | null>(null)
  const { can } = useSession()
  const which = whichWords(filters.status)
  if (!can("operator") || Object.keys(filters).length === 0 || which === null) return null
  return (
    <div className={classes.chosen}>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<ChevronDown size={14} aria-hidden />}>
            With all of these
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<RotateCcw size={15} />} onClick={() => setAction("replay")}>
            Replay…
          </Menu.Item>
          {!["accepted", "duplicate"].includes(filters.status ?? "") && (
            <Menu.Item leftSection={<Archive size={15} />} onClick={() => setAction("dismiss")}>
              Dismiss…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Text size="xs" c="dimmed">
        {which}
      </Text>
      {action && <BulkDialog action={action} filters={filters} about={which} close={() => setAction(null)} />}
    </div>
  )
}
