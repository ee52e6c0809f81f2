import { Button, Group, Text } from "@mantine/core"
import { Copy, CopyPlus, Trash2 } from "lucide-react"
import { useEditor } from "../store"
import { useCommands } from "../useCommands"
import classes from "./inspector.module.css"

/** Several steps are selected: what can be done with all of them. */
export function ManyPanel({ ids }: { ids: string[] }) {
  const readOnly = useEditor((state) => state.readOnly)
  const commands = useCommands()
  return (
    <section className={classes.section}>
      <h3>{ids.length} steps selected</h3>
      <Text size="xs" c="dimmed">
        {ids.join(", ")}
      </Text>
      <Group gap="xs">
        <Button variant="default" leftSection={<Copy size={14} />} onClick={commands.copy}>
          Copy
        </Button>
        {!readOnly && (
          <>
            <Button variant="default" leftSection={<CopyPlus size={14} />} onClick={commands.duplicate}>
              Duplicate
            </Button>
            <Button variant="default" leftSection={<Trash2 size={14} />} onClick={commands.remove}>
              Delete
            </Button>
          </>
        )}
      </Group>
    </section>
  )
}
