/** The connectors that this tenant can use: its own, and those that come with Hookyard. */
import { Anchor, Badge, Button, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { BookOpen, Puzzle, Upload } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Connector } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { PageHeader } from "../ui/PageHeader"
import { UploadDialog } from "./UploadDialog"

export function ConnectorsPage() {
  const builder = useSession().can("builder")
  const [uploading, setUploading] = useState(false)
  const list = useQuery({ queryKey: ["/api/connectors"], queryFn: () => api.get<Connector[]>("/api/connectors") })
  const upload = builder && (
    <Button leftSection={<Upload size={15} />} onClick={() => setUploading(true)}>
      Upload a connector
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Connectors"
        text="What Hookyard knows of outside services: their operations as steps, their events as triggers, their webhooks. Upload your own as a folder of files."
        actions={
          <>
            <Button variant="default" component={Link} to="/connectors/docs" leftSection={<BookOpen size={15} />}>
              How to write one
            </Button>
            {upload}
          </>
        }
      />
      <DataTable
        label="Connectors"
        rows={{
          items: list.data,
          failure: list.error,
          reload: () => void list.refetch(),
          loadingMore: false,
        }}
        rowKey={(connector) => connector.key}
        columns={COLUMNS}
        empty={<Empty icon={Puzzle} title="No connectors yet" text="Upload a folder to begin." action={upload} />}
      />
      {uploading && <UploadDialog close={() => setUploading(false)} />}
    </>
  )
}

const COLUMNS: Column<Connector>[] = [
  {
    title: "Name",
    cell: (connector) => (
      <Anchor component={Link} to={`/connectors/${connector.key}`} fw={550} inherit>
        {connector.name}
      </Anchor>
    ),
  },
  { title: "Key", cell: (connector) => <code>{connector.key}</code> },
  {
    title: "About",
    cell: (connector) => (
      <Text inherit lineClamp={3}>
        {connector.description}
      </Text>
    ),
  },
  { title: "Operations", number: true, cell: (connector) => connector.operations },
  { title: "Events", number: true, cell: (connector) => connector.events },
  { title: "Webhooks", number: true, cell: (connector) => connector.globalWebhooks },
  {
    title: "Version",
    cell: (connector) => (
      <Badge variant="light" tt="none" color={connector.shipped ? "gray" : "indigo"}>
        {connector.shipped ? "Built in" : `v${connector.version}`}
      </Badge>
    ),
  },
]
