/** Whether the draft is saved; when it is not, why, and what can be done. */
import { Button, Group, Text } from "@mantine/core"
import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react"
import { useStore } from "zustand"
import type { Saver } from "../editor/saving"
import { tellProblem } from "../ui/Problem"

export function SaveNote({ saver }: { saver: Saver }) {
  const status = useStore(saver.status, (state) => state.status)
  switch (status.kind) {
    case "stale":
      return (
        <Group gap="xs" wrap="nowrap" role="alert">
          <TriangleAlert size={15} color="var(--hy-warn)" aria-hidden />
          <Text size="sm">Somebody else saved this draft meanwhile.</Text>
          <Button variant="default" size="compact-xs" onClick={saver.takeTheirs}>
            Take theirs
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => void saver.keepMine().catch(tellProblem)}>
            Keep mine
          </Button>
        </Group>
      )
    case "refused":
      return <Note icon={TriangleAlert} text={`Not saved: ${status.message}`} />
    case "offline":
      return <Note icon={CloudOff} text="Not saved: no connection. Trying again." />
    case "saved":
      return <Note icon={Check} text="Saved" />
    default:
      return <Note icon={LoaderCircle} text="Saving" />
  }
}

function Note({ icon: Icon, text }: { icon: typeof Check; text: string }) {
  return (
    <Group gap={5} wrap="nowrap" role="status">
      <Icon size={14} color="var(--hy-muted)" aria-hidden />
      <Text size="xs" c="dimmed" maw={320} truncate title={text}>
        {text}
      </Text>
    </Group>
  )
}
