/** One connector: its docs, its functions to try, its versions. */
import { Badge, Button, Group, Tabs, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Trash2, Upload } from "lucide-react"
import { useState } from "react"
import { useNavigate, useSearchParams } from "react-router"
import { api } from "../api/client"
import type { WholeConnector } from "../api/types"
import { useSession } from "../shell/session"
import { FormDialog } from "../ui/FormDialog"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { PlainMarkdown } from "../wizard/view/Markdown"
import { ConnectorVersions } from "./ConnectorVersions"
import classes from "./connectors.module.css"
import { FunctionTester, NOBODY, type Who } from "./FunctionTester"
import { Parts } from "./Parts"
import { UploadDialog } from "./UploadDialog"

export function ConnectorPage({ connectorKey: key }: { connectorKey: string }) {
  const [search, setSearch] = useSearchParams()
  const builder = useSession().can("builder")
  const [dialog, setDialog] = useState<"upload" | "delete" | null>(null)
  const [tried, setTried] = useState<Record<string, Who>>({})
  const version = search.get("version")
  const query = useQuery({
    queryKey: ["connector", key, version],
    queryFn: () => api.get<WholeConnector>(`/api/connectors/${key}`, { version }),
  })
  if (query.isError) return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <PageSkeleton />
  const connector = query.data
  const own = builder && !connector.shipped
  const show = (tab: string | null) => setSearch({ ...(version && { version }), ...(tab && { show: tab }) })
  return (
    <>
      <PageHeader
        name={connector.name}
        title={
          <Group gap="xs">
            {connector.name}
            <Badge variant="light" tt="none" color={connector.shipped ? "gray" : "indigo"}>
              {connector.shipped ? "Built in" : `v${connector.version}`}
            </Badge>
          </Group>
        }
        text={connector.description}
        actions={
          own && (
            <>
              <Button variant="default" leftSection={<Trash2 size={15} />} onClick={() => setDialog("delete")}>
                Delete
              </Button>
              <Button leftSection={<Upload size={15} />} onClick={() => setDialog("upload")}>
                Upload a new version
              </Button>
            </>
          )
        }
      />
      <Tabs value={search.get("show") ?? "docs"} onChange={show} keepMounted={false}>
        <Tabs.List px="lg">
          <Tabs.Tab value="docs">Docs</Tabs.Tab>
          <Tabs.Tab value="parts">Parts</Tabs.Tab>
          {builder && <Tabs.Tab value="functions">Try a function</Tabs.Tab>}
          {!connector.shipped && <Tabs.Tab value="versions">Versions</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="docs" className={classes.docs}>
          {connector.docs ? <PlainMarkdown text={connector.docs} /> : <NoDocs />}
        </Tabs.Panel>
        <Tabs.Panel value="parts">
          <Parts connector={connector} />
        </Tabs.Panel>
        {builder && (
          <Tabs.Panel value="functions">
            <FunctionTester
              key={connector.version}
              connector={connector}
              who={tried[key] ?? NOBODY}
              setWho={(who) => setTried({ ...tried, [key]: who })}
            />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="versions">
          <ConnectorVersions connector={connector} />
        </Tabs.Panel>
      </Tabs>
      {dialog === "upload" && <UploadDialog of={connector} close={() => setDialog(null)} />}
      {dialog === "delete" && <DeleteConnector connector={connector} close={() => setDialog(null)} />}
    </>
  )
}

const NoDocs = () => (
  <Text c="dimmed" py="md">
    The package has no README.md. Write one: how to set the service up, and what each event means.
  </Text>
)

function DeleteConnector({ connector, close }: { connector: WholeConnector; close: () => void }) {
  const queries = useQueryClient()
  const go = useNavigate()
  const remove = async () => {
    await api.remove(`/api/connectors/${connector.key}`)
    await go("/connectors")
    await queries.invalidateQueries({ queryKey: ["/api/connectors"] })
  }
  return (
    <FormDialog title={`Delete ${connector.name}?`} action="Delete" danger submit={remove} close={close}>
      <Text size="sm">
        All versions of it go. Drafts that use it lose those steps; what is live keeps it from going.
      </Text>
    </FormDialog>
  )
}
