/** What was moved, by whom, how it went; promoting a stage to everyone and taking one back. */
import { Button, Group, Text, Title } from "@mantine/core"
import { useState } from "react"
import type { Rollout } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { RolloutDialog } from "./RolloutDialog"
import { RolloutOutcomesDialog } from "./RolloutOutcomesDialog"
import { rolloutsPath } from "./rolloutData"
import { UndoDialog } from "./UndoDialog"
import { resultOf, titleOf } from "./words"

type Dialog = { promote: number } | { undo: Rollout } | { show: Rollout } | null

export function RolloutList({ integrationId, newest }: { integrationId: string; newest: number | null }) {
  const operator = useSession().can("operator")
  const [dialog, setDialog] = useState<Dialog>(null)
  const rows = usePaged<Rollout>(rolloutsPath(integrationId), {}, { refetchEvery: 3000 })
  if (!rows.items?.length) return null
  const columns: Column<Rollout>[] = [
    { title: "Rollout", cell: (rollout) => titleOf(rollout) },
    {
      title: "Result",
      cell: (rollout) => (
        <Group gap={8}>
          <StatusBadge status={LOOKS[rollout.status]} label={rollout.status} />
          <Button variant="subtle" size="compact-xs" onClick={() => setDialog({ show: rollout })}>
            {resultOf(rollout)}
          </Button>
          {rollout.undone && (
            <Text span size="xs" c="dimmed">
              taken back
            </Text>
          )}
        </Group>
      ),
    },
    { title: "By", cell: (rollout) => rollout.createdBy },
    { title: "When", cell: (rollout) => <When time={rollout.createdAt} /> },
    {
      title: "",
      cell: (rollout) =>
        operator && (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            {rollout.version !== null &&
              rollout.version === newest &&
              !rollout.choice.everyone &&
              !isForAll(rollout) && (
                <Button size="compact-xs" variant="light" onClick={() => setDialog({ promote: rollout.version ?? 0 })}>
                  Promote to all
                </Button>
              )}
            {rollout.version !== null && rollout.status !== "running" && !rollout.undone && (
              <Button size="compact-xs" variant="default" onClick={() => setDialog({ undo: rollout })}>
                Roll back
              </Button>
            )}
          </Group>
        ),
    },
  ]
  const close = () => setDialog(null)
  return (
    <section aria-label="Rollouts">
      <Group px="lg" pb="xs" pt="sm">
        <Title order={2}>Rollouts</Title>
      </Group>
      <DataTable label="Rollouts" columns={columns} rows={rows} rowKey={(rollout) => rollout.id} empty={null} />
      {dialog && "promote" in dialog && (
        <RolloutDialog
          integrationId={integrationId}
          choice={{ everyone: true }}
          version={dialog.promote}
          close={close}
        />
      )}
      {dialog && "undo" in dialog && <UndoDialog integrationId={integrationId} rollout={dialog.undo} close={close} />}
      {dialog && "show" in dialog && (
        <RolloutOutcomesDialog integrationId={integrationId} rollout={dialog.show} close={close} />
      )}
    </section>
  )
}

const LOOKS = { running: "running", done: "succeeded", stopped: "cancelled" } as const

/** A choice of everybody is kept as an empty one. */
const isForAll = ({ choice }: Rollout): boolean => Object.keys(choice).length === 0
