/** What was published, who is on what, and publishing what the draft holds now. */
import { Alert, Anchor, Button, Checkbox, Group, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Download, FileUp, GitCompare, PencilLine, Rocket, Split, Users } from "lucide-react"
import { useState } from "react"
import { Link, useNavigate, useParams } from "react-router"
import { download } from "../api/download"
import type { Integration, Version } from "../api/types"
import { StoredValues } from "../customers/StoredValues"
import { RolloutList } from "../rollouts/RolloutList"
import { HeaderActions, integrationQuery } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { PageHeader } from "../ui/PageHeader"
import { tellProblem } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { InstancesOfIntegration } from "./InstancesOfIntegration"
import { PublishDialog } from "./PublishDialog"
import { RestoreDialog } from "./RestoreDialog"
import { VersionMenu } from "./VersionMenu"
import { versionsQuery, type Which } from "./versionData"
import classes from "./versions.module.css"

type Dialog = "publish" | { restore: number } | null

export function VersionsPage() {
  const { id = "" } = useParams()
  const builder = useSession().can("builder")
  const navigate = useNavigate()
  const integration = useQuery(integrationQuery(id)).data
  const versions = useQuery(versionsQuery(id))
  const [dialog, setDialog] = useState<Dialog>(null)
  const [picked, setPicked] = useState<number[]>([])
  const publish = builder && (
    <Button leftSection={<Rocket size={15} />} onClick={() => setDialog("publish")}>
      Publish
    </Button>
  )
  const compare = (from: number, to: Which) =>
    void navigate(`/integrations/${id}/versions/compare?from=${from}&to=${to}`)
  // Older to newer; one alone is compared with the draft.
  const [older, newer = "draft"] = picked.toSorted((a, b) => a - b)
  return (
    <>
      <HeaderActions>
        {builder && (
          <Button component={Link} to={`/import?into=${id}`} variant="default" leftSection={<FileUp size={15} />}>
            Import
          </Button>
        )}
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
        text="A version never changes. Instances stay on theirs until they are moved; their URLs stay the same. New customers get the live one, and a shared URL routes by it."
        actions={
          versions.data &&
          versions.data.length > 0 && (
            <Button
              variant="default"
              leftSection={<GitCompare size={15} />}
              disabled={older === undefined}
              onClick={() => older !== undefined && compare(older, newer)}
            >
              {older === undefined ? "Compare: pick one or two" : `Compare ${older} with ${newer}`}
            </Button>
          )
        }
      />
      {integration && <DraftNotice integration={integration} />}
      <DataTable
        label="Versions"
        columns={columnsFor({
          integration,
          picked,
          pick: (number, on) =>
            setPicked(on ? [...picked, number].slice(-2) : picked.filter((other) => other !== number)),
          menu: (version) =>
            integration && (
              <VersionMenu
                version={version}
                integrationId={id}
                live={integration.liveVersion}
                restore={builder ? () => setDialog({ restore: version.number }) : null}
                save={() => void saveYaml(integration, version.number).catch(tellProblem)}
              />
            ),
        })}
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
        <>
          <RolloutList integrationId={id} newest={versions.data[0]?.number ?? null} />
          <InstancesOfIntegration integrationId={id} versions={versions.data} />
          <section aria-label="Stored for all customers" className={classes.shared}>
            <Title order={2}>Stored for all customers</Title>
            <StoredValues of={`/api/integrations/${id}`} needs="builder" />
          </section>
        </>
      )}
      {dialog === "publish" && <PublishDialog integrationId={id} close={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === "object" && (
        <RestoreDialog integrationId={id} number={dialog.restore} close={() => setDialog(null)} />
      )}
    </>
  )
}

/** Draft and live are told apart before anything else. */
function DraftNotice({ integration }: { integration: Integration }) {
  const { id, liveVersion, newestVersion, hasUnpublishedChanges } = integration
  if (liveVersion !== null && newestVersion !== null && newestVersion > liveVersion) {
    return (
      <Alert mx="lg" mb="sm" p="xs" variant="light" color="gray" icon={<Split size={16} />}>
        Version {newestVersion} is published to some; version {liveVersion} stays the live one until you promote it.
      </Alert>
    )
  }
  if (liveVersion === null || !hasUnpublishedChanges) return null
  return (
    <Alert mx="lg" mb="sm" p="xs" variant="light" color="gray" icon={<PencilLine size={16} />}>
      The draft has unpublished changes.{" "}
      <Anchor component={Link} to={`/integrations/${id}/versions/compare?from=${liveVersion}&to=draft`} inherit>
        See what changed since version {liveVersion}
      </Anchor>
    </Alert>
  )
}

const saveYaml = (integration: Integration, version: number | "draft") =>
  download(
    `/api/integrations/${integration.id}/export?version=${version}`,
    `${integration.key}-${version === "draft" ? version : `v${version}`}.yaml`,
  )

interface Table {
  integration: Integration | undefined
  picked: number[]
  pick: (number: number, on: boolean) => void
  menu: (version: Version) => React.ReactNode
}

const columnsFor = ({ integration, picked, pick, menu }: Table): Column<Version>[] => [
  {
    title: "Pick",
    width: 52,
    cell: ({ number }) => (
      <Checkbox
        size="xs"
        aria-label={`Pick version ${number} to compare`}
        checked={picked.includes(number)}
        onChange={(event) => pick(number, event.currentTarget.checked)}
      />
    ),
  },
  {
    title: "Version",
    cell: ({ number }) => (
      <Group gap={8}>
        <Anchor component={Link} to={`/integrations/${integration?.id}/versions/${number}`} fw={600} inherit>
          {number}
        </Anchor>
        {number === integration?.liveVersion && <StatusBadge status="accepted" label="Live" />}
      </Group>
    ),
  },
  {
    title: "What changed",
    cell: ({ comment, overriddenTests }) => (
      <>
        {comment || (
          <Text span inherit c="dimmed">
            No comment
          </Text>
        )}
        {overriddenTests.length > 0 && (
          <Text size="xs" c="var(--hy-warn)">
            Published despite {overriddenTests.join(", ")}
          </Text>
        )}
      </>
    ),
  },
  { title: "Published by", cell: (version) => version.publishedBy || "–" },
  { title: "When", cell: (version) => <When time={version.createdAt} /> },
  {
    title: "Customers on it",
    cell: (version) => (
      <Group gap={5} wrap="nowrap">
        <Users size={13} aria-hidden />
        <span>{version.instanceCount}</span>
      </Group>
    ),
  },
  { title: "", width: 50, cell: menu },
]
