import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core"
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  CopyPlus,
  type LucideIcon,
  Trash2,
  WandSparkles,
} from "lucide-react"
import { selectedGroups } from "../commands/annotating"
import { useCommand } from "../commands/CommandsProvider"
import type { CommandName } from "../commands/table"
import { useEditor } from "../store"
import { GroupSection } from "./GroupSection"
import classes from "./inspector.module.css"

/** Several steps are selected: what can be done with all of them. */
export function ManyPanel({ ids }: { ids: string[] }) {
  const readOnly = useEditor((state) => state.readOnly)
  const group = useEditor((state) => selectedGroups(state).find(({ steps }) => steps.length === ids.length))
  return (
    <div className={classes.panel}>
      {group && <GroupSection key={group.id} group={group} />}
      <Steps ids={ids} readOnly={readOnly} />
    </div>
  )
}

function Steps({ ids, readOnly }: { ids: string[]; readOnly: boolean }) {
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
      {!readOnly && <Arrange count={ids.length} />}
    </section>
  )
}

const ALIGNMENTS: readonly [CommandName, LucideIcon][] = [
  ["alignLeft", AlignStartVertical],
  ["alignCentre", AlignCenterVertical],
  ["alignRight", AlignEndVertical],
  ["alignTop", AlignStartHorizontal],
  ["alignMiddle", AlignCenterHorizontal],
  ["alignBottom", AlignEndHorizontal],
]
const DISTRIBUTIONS: readonly [CommandName, LucideIcon][] = [
  ["distributeHorizontally", AlignHorizontalDistributeCenter],
  ["distributeVertically", AlignVerticalDistributeCenter],
]

function Arrange({ count }: { count: number }) {
  return (
    <Group gap={4} role="group" aria-label="Arrange">
      {ALIGNMENTS.map(([command, icon]) => (
        <ArrangeButton key={command} command={command} icon={icon} />
      ))}
      {count > 2 &&
        DISTRIBUTIONS.map(([command, icon]) => <ArrangeButton key={command} command={command} icon={icon} />)}
      <ArrangeButton command="tidy" icon={WandSparkles} />
    </Group>
  )
}

function ArrangeButton({ command, icon: Icon }: { command: CommandName; icon: LucideIcon }) {
  const { title, hint, run } = useCommand(command)
  return (
    <Tooltip label={hint}>
      <ActionIcon variant="default" aria-label={title} onClick={run}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
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
