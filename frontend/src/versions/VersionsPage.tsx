/** What was published, who is on what, and publishing what the draft holds now. */
import { ActionIcon, Badge, Button, Group, Text, Tooltip } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Download, Rocket, Users } from "lucide-react"
import { useState } from "react"
import { useParams } from "react-router"
import { api } from "../api/client"
import { download } from "../api/download"
import type { Integration, Version } from "../api/types"
import { HeaderActions, integrationQuery } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { PageHeader } from "../ui/PageHeader"
import { tellProblem } from "../ui/Problem"
import { When } from "../ui/When"
import { InstancesOfIntegration } from "./InstancesOfIntegration"
import { PublishDialog } from "./PublishDialog"

export function VersionsPage() {
  const { id = "" } = useParams()
  const builder = useSession().can("builder")
  const integration = useQuery(integrationQuery(id)).data
  const versions = useQuery({
    queryKey: ["versions", id],
    queryFn: () => api.get<Version[]>(`/api/integrations/${id}/versions`),
  })
  const [publishing, setPublishing] = useState(false)
  const publish = builder && (
    <Button leftSection={<Rocket size={15} />} onClick={() => setPublishing(true)}>
      Publish
    </Button>
  )
  return (
    <>
      <HeaderActions>
        {integration && (
          <Button
            variant="default"
            leftSection={<Download size={15} />}
            onClick={() => void saveYaml(integration, "draft").catch(tellProblem)}
          >
            Export draft
          </Button>
        )}
        {publish}
      </HeaderActions>
      <PageHeader
        title="Versions"
        text="A version never changes. Instances stay on theirs until they are upgraded; their URLs stay the same. A shared URL follows the newest."
        actions={
          integration?.hasUnpublishedChanges &&
          integration.liveVersion !== null && (
            <Badge variant="light" tt="none">
              The draft has unpublished changes
            </Badge>
          )
        }
      />
      <DataTable
        label="Versions"
        columns={columnsFor(integration)}
        rows={{
          items: versions.data,
          failure: versions.error,
          reload: () => void versions.refetch(),
          loadingMore: false,
        }}
        rowKey={(version) => String(version.number)}
        empty={
          <Empty
            icon={Rocket}
            title="Nothing is published yet"
            text="Publishing makes the draft a version that can be switched on for customers. The draft stays yours to change."
            action={publish}
          />
        }
      />
      {versions.data && versions.data.length > 0 && (
        <InstancesOfIntegration integrationId={id} versions={versions.data} />
      )}
      {publishing && <PublishDialog integrationId={id} close={() => setPublishing(false)} />}
    </>
  )
}

const saveYaml = (integration: Integration, version: number | "draft") =>
  download(
    `/api/integrations/${integration.id}/export?version=${version}`,
    `${integration.key}-${version === "draft" ? version : `v${version}`}.yaml`,
  )

const columnsFor = (integration: Integration | undefined): Column<Version>[] => [
  {
    title: "Version",
    cell: (version) => (
      <Group gap={8}>
        <Text inherit fw={600}>
          {version.number}
        </Text>
        {version.number === integration?.liveVersion && (
          <Badge size="sm" variant="light" tt="none">
            Live
          </Badge>
        )}
      </Group>
    ),
  },
  { title: "What changed", cell: (version) => version.comment || "–" },
  { title: "Published by", cell: (version) => version.publishedBy || "–" },
  { title: "When", cell: (version) => <When time={version.createdAt} /> },
  {
    title: "Instances",
    number: true,
    cell: (version) => (
      <Group gap={5} justify="flex-end">
        <Users size={13} aria-hidden />
        {version.instanceCount}
      </Group>
    ),
  },
  {
    title: "",
    width: 50,
    cell: (version) =>
      integration && (
        <Tooltip label="Export as YAML">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Export version ${version.number} as YAML`}
            onClick={() => void saveYaml(integration, version.number).catch(tellProblem)}
          >
            <Download size={15} />
          </ActionIcon>
        </Tooltip>
      ),
  },
]
