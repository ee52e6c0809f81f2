/** What rules told, newest first, and how sending it went. */
import { Text } from "@mantine/core"
import { Megaphone } from "lucide-react"
import type { AlertNotice } from "../api/types"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"

const EVERY = 3000

export function Notices() {
  const rows = usePaged<AlertNotice>("/api/alerts/notices", {}, { refetchEvery: EVERY })
  return (
    <>
      <Text component="h2" fw={600} size="sm" px="lg" pt="lg" pb="xs" m={0}>
        What was told
      </Text>
      <DataTable
        label="What was told"
        columns={COLUMNS}
        rows={rows}
        rowKey={(notice) => notice.id}
        empty={
          <Empty icon={Megaphone} title="All quiet so far" text="No rule has fired. Send a test to see one arrive." />
        }
      />
    </>
  )
}

const KINDS = {
  firing: { status: "broken", label: "Firing" },
  resolved: { status: "succeeded", label: "Over" },
  test: { status: "kept", label: "Test" },
} as const

const COLUMNS: Column<AlertNotice>[] = [
  { title: "What", width: 110, cell: (notice) => <StatusBadge {...KINDS[notice.kind]} /> },
  { title: "Said", cell: (notice) => notice.text },
  { title: "When", width: 130, cell: (notice) => <When time={notice.createdAt} /> },
  { title: "Sending", width: 260, cell: (notice) => <Sending notice={notice} /> },
]

function Sending({ notice: { status, answer, attempts, dueAt } }: { notice: AlertNotice }) {
  if (status === "sent") return <StatusBadge status="succeeded" label={answer || "Sent"} />
  if (status === "failed") {
    return (
      <>
        <StatusBadge status="failed" label="Not delivered" />
        <Text size="xs" c="dimmed">
          {answer}
        </Text>
      </>
    )
  }
  if (attempts === 0) return <StatusBadge status="queued" label="On its way" />
  return (
    <>
      <StatusBadge status="waiting" label={`Tried ${attempts === 1 ? "once" : `${attempts} times`}`} /> again{" "}
      <When time={dueAt} />
      <Text size="xs" c="dimmed">
        {answer}
      </Text>
    </>
  )
}
