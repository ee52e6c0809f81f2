import { Button, Group, Text, Tooltip } from "@mantine/core"
import { Copy, CopyPlus, type LucideIcon, Trash2 } from "lucide-react"
import { useCommand } from "../commands/CommandsProvider"
import type { CommandName } from "../commands/table"
import { useEditor } from "../store"
import classes from "./inspector.module.css"

/** Several steps are selected: what can be done with all of them. */
export function ManyPanel({ ids }: { ids: string[] }) {
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <section className={classes.section}>
      <h3>{ids.length} steps selected</h3>
      <Text size="xs" c="dimmed">
        {ids.join(", ")}
      </Text>
      <Group gap="xs">
        <Action command="copy" label="Copy" icon={Copy} />
        {!readOnly && (
          <>
            <Action command="duplicate" label="Duplicate" icon={CopyPlus} />
            <Action command="remove" label="Delete" icon={Trash2} />
          </>
        )}
      </Group>
    </section>
  )
}

function Action({ command, label, icon: Icon }: { command: CommandName; label: string; icon: LucideIcon }) {
  const { hint, run } = useCommand(command)
  return (
    <Tooltip label={hint}>
      <Button variant="default" leftSection={<Icon size={14} />} onClick={run}>
        {label}
      </Button>
    </Tooltip>
  )
}
