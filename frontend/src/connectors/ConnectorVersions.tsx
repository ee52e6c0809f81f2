/** The uploads of a connector, newest first. Each can be looked at and taken back out as a zip. */
import { Anchor, Button } from "@mantine/core"
import { Download, History } from "lucide-react"
import { Link } from "react-router"
import { download } from "../api/download"
import type { ConnectorVersion, WholeConnector } from "../api/types"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"

export function ConnectorVersions({ connector: { key } }: { connector: WholeConnector }) {
  const rows = usePaged<ConnectorVersion>(`/api/connectors/${key}/versions`)
  return (
    <DataTable
      label="Versions"
      rows={rows}
      rowKey={(version) => String(version.number)}
      columns={columns(key)}
      empty={<Empty icon={History} title="No versions" text="Uploads appear here." />}
    />
  )
}

const columns = (key: string): Column<ConnectorVersion>[] => [
  {
    title: "Version",
    cell: ({ number }) => (
      <Anchor component={Link} to={`/connectors/${key}?version=${number}`} fw={550} inherit>
        v{number}
      </Anchor>
    ),
  },
  { title: "Its author's name for it", cell: ({ label }) => label || "–" },
  { title: "Uploaded by", cell: ({ uploadedBy }) => uploadedBy || "–" },
  { title: "When", cell: ({ createdAt }) => <When time={createdAt} /> },
  {
    title: "",
    key: "archive",
    width: 140,
    cell: ({ number }) => (
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Download size={14} />}
        aria-label={`Download version ${number}`}
        onClick={() => {
          const path = `/api/connectors/${key}/versions/${number}/archive`
          download(path, `${key}-${number}.zip`).catch(tellProblem)
        }}
      >
        Download
      </Button>
    ),
  },
]
