/** Says whether the server has what is on the screen, and asks when two drafts compete. */
import { Anchor, Button, Group, Modal, Text } from "@mantine/core"
import { Check, CloudOff, LoaderCircle, type LucideIcon, Pencil, TriangleAlert } from "lucide-react"
import { useState } from "react"
import { useStore } from "zustand"
import { tellProblem } from "../ui/Problem"
import classes from "./Editor.module.css"
import type { Saver, SaveStatus } from "./saving"

const WORDS: Record<SaveStatus["kind"], { text: string; icon: LucideIcon; tone: string }> = {
  saved: { text: "Saved", icon: Check, tone: "quiet" },
  waiting: { text: "Unsaved changes", icon: Pencil, tone: "quiet" },
  saving: { text: "Saving", icon: LoaderCircle, tone: "quiet" },
  offline: { text: "Offline: edits are kept, trying again", icon: CloudOff, tone: "warn" },
  stale: { text: "Somebody saved a newer draft", icon: TriangleAlert, tone: "bad" },
  refused: { text: "Not saved", icon: TriangleAlert, tone: "bad" },
}

export function SaveState({ saver }: { saver: Saver }) {
  const status = useStore(saver.status, (state) => state.status)
  const { text, icon: Icon, tone } = WORDS[status.kind]
  return (
    <>
      <span
        className={classes.saveState}
        data-tone={tone}
        role="status"
        data-testid="save-state"
        data-state={status.kind}
        title={status.kind === "refused" ? status.message : text}
      >
        <Icon size={14} aria-hidden />
        {status.kind === "refused" ? `${text}: ${status.message}` : text}
      </span>
      {status.kind === "offline" && (
        <Anchor component="button" type="button" size="xs" onClick={() => void saver.flush().catch(() => {})}>
          Try now
        </Anchor>
      )}
      {status.kind === "stale" && <StaleDialog key={status.revision} saver={saver} />}
    </>
  )
}

function StaleDialog({ saver }: { saver: Saver }) {
  const [busy, setBusy] = useState(false)
  const keep = () => {
    setBusy(true)
    saver
      .keepMine()
      .catch(tellProblem)
      .finally(() => setBusy(false))
  }
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="This draft was changed elsewhere"
    >
      <Text size="sm">
        Another tab or person saved a newer draft while you were editing. Choose which one goes on. Nothing is lost:
        Undo brings back the other one.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" loading={busy} onClick={keep}>
          Save mine over it
        </Button>
        <Button data-autofocus onClick={saver.takeTheirs}>
          Load the newer draft
        </Button>
      </Group>
    </Modal>
  )
}
