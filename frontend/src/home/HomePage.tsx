/** The integrations of the tenant: health, version, what to do next. */
import { Anchor, Badge, Box, Button, Group, Text, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { Boxes, FileUp, LayoutTemplate, Plus, Search, SearchX, Sparkles } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import type { Integration } from "../api/types"
import { useSession } from "../shell/session"
import { TemplateGrid } from "../templates/TemplateGrid"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar } from "../ui/Filters"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { usePaged } from "../ui/paged"
import { CreateIntegration } from "./CreateIntegration"
import { DeleteIntegration } from "./DeleteIntegration"
import { Health } from "./Health"
import classes from "./home.module.css"
import { IntegrationMenu } from "./IntegrationMenu"
import { RenameIntegration } from "./RenameIntegration"
import { Sparkline } from "./Sparkline"
import { useDemo } from "./useDemo"

type Dialog = "create" | { rename: Integration } | { remove: Integration } | null

const HEALTH_EVERY = 10_000
/** Counting a day's traffic is more work than reading a page of it. */
const HEALTH_REST = 3000
const FIRST_TEMPLATES = 8
/** Fewer are seen at a glance. */
const WORTH_SEARCHING = 8

export function HomePage() {
  const { can } = useSession()
  const [text, setText] = useState("")
  const [search] = useDebouncedValue(text.trim(), 200)
  const rows = usePaged<Integration>(
    "/api/integrations",
    { search },
    { refetchEvery: HEALTH_EVERY, topic: "executions", rest: HEALTH_REST },
  )
  const [dialog, setDialog] = useState<Dialog>(null)
  const builder = can("builder")
  const columns = builder ? [...COLUMNS, menuColumn(setDialog)] : COLUMNS
  return (
    <>
      <PageHeader
        title="Integrations"
        text="Each is a set of flows behind one endpoint configuration, published in versions and switched on per customer."
        actions={
          <>
            <LiveWord live={rows.live} />
            {builder && (
              <>
                <Button component={Link} to="/templates" variant="default" leftSection={<LayoutTemplate size={15} />}>
                  Templates
                </Button>
                <Button component={Link} to="/import" variant="default" leftSection={<FileUp size={15} />}>
                  Import
                </Button>
                <Button leftSection={<Plus size={15} />} onClick={() => setDialog("create")}>
                  New integration
                </Button>
              </>
            )}
          </>
        }
      />
      {(text !== "" || (rows.items?.length ?? 0) > WORTH_SEARCHING) && (
        <FilterBar>
          <TextInput
            aria-label="Search integrations"
            placeholder="Name or key"
            leftSection={<Search size={14} />}
            w={280}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </FilterBar>
      )}
      <DataTable
        label="Integrations"
        columns={columns}
        rows={rows}
        rowKey={(integration) => integration.id}
        empty={
          search ? (
            <Empty icon={SearchX} title="None is called that" text="Try a shorter part of the name or of the key." />
          ) : (
            <NoIntegrations builder={builder} create={() => setDialog("create")} />
          )
        }
      />
      {dialog === "create" && <CreateIntegration close={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === "object" && "rename" in dialog && (
        <RenameIntegration integration={dialog.rename} close={() => setDialog(null)} />
      )}
      {dialog !== null && typeof dialog === "object" && "remove" in dialog && (
        <DeleteIntegration integration={dialog.remove} close={() => setDialog(null)} />
      )}
    </>
  )
}

const COLUMNS: Column<Integration>[] = [
  {
    title: "Name",
    cell: (integration) => (
      <>
        <RowLink to={`/integrations/${integration.id}/flows`}>{integration.name}</RowLink>
        <Text size="xs" c="dimmed" className="mono">
          {integration.key}
        </Text>
      </>
    ),
  },
  { title: "Live", cell: (integration) => <Live integration={integration} /> },
  { title: "Flows", number: true, cell: (integration) => integration.flowCount },
  { title: "Instances", number: true, cell: (integration) => integration.instanceCount },
  {
    title: "Requests, last day",
    number: true,
    cell: (integration) => (
      <span className={classes.traffic}>
        <Sparkline counts={integration.requestsByHour} />
        {integration.requestsLastDay}
      </span>
    ),
  },
  { title: "Health, last day", width: 300, cell: (integration) => <Health integration={integration} /> },
]

const menuColumn = (open: (dialog: Dialog) => void): Column<Integration> => ({
  title: "",
  width: 44,
  cell: (integration) => (
    <IntegrationMenu
      integration={integration}
      rename={() => open({ rename: integration })}
      remove={() => open({ remove: integration })}
    />
  ),
})

function Live({ integration }: { integration: Integration }) {
  return (
    <Group gap={6} wrap="nowrap">
      {integration.liveVersion === null ? (
        <Text span c="dimmed" size="sm" className={classes.unpublished}>
          Not published
        </Text>
      ) : (
        <span>Version {integration.liveVersion}</span>
      )}
      {integration.liveVersion !== null && integration.hasUnpublishedChanges && (
        <Badge size="sm" variant="light" tt="none">
          Unpublished changes
        </Badge>
      )}
    </Group>
  )
}

function NoIntegrations({ builder, create }: { builder: boolean; create: () => void }) {
  const demo = useDemo()
  return (
    <>
      <Empty
        icon={Boxes}
        title="Build your first integration"
        text="An integration receives webhooks, finds out which customer and which flow each is for, and runs that flow. Start with an empty canvas, with a template below, or look around in a working example."
        action={
          builder && (
            <Group gap="xs" mt="xs">
              <Button leftSection={<Plus size={15} />} onClick={create}>
                New integration
              </Button>
              <Button
                variant="default"
                leftSection={<Sparkles size={15} />}
                loading={demo.isPending}
                onClick={() => demo.mutate()}
              >
                Load the Acme ERP demo
              </Button>
            </Group>
          )
        }
      />
      {builder && (
        <Box px="lg" pb="lg">
          <TemplateGrid most={FIRST_TEMPLATES} />
          <Text ta="center" mt="md" size="sm">
            <Anchor component={Link} to="/templates">
              All templates
            </Anchor>
          </Text>
        </Box>
      )}
    </>
  )
}
