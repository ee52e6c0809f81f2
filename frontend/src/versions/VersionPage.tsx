/** One published version on the canvas, only to look at. */
import { Button, Group, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { GitCompare, Lock, Undo2 } from "lucide-react"
import { useState } from "react"
import { Link, useParams, useSearchParams } from "react-router"
import { Inspector } from "../editor/inspector/Inspector"
import { HeaderActions } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { Empty } from "../ui/Empty"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { usePageTitle } from "../ui/pageTitle"
import { When } from "../ui/When"
import { FlowChooser } from "./FlowChooser"
import { FlowViewer } from "./FlowViewer"
import { RestoreDialog } from "./RestoreDialog"
import { versionQuery } from "./versionData"
import classes from "./versions.module.css"

export function VersionPage() {
  const { id = "", number = "" } = useParams()
  usePageTitle(`Version ${number}`)
  const version = useQuery(versionQuery(id, Number(number)))
  const builder = useSession().can("builder")
  const [params, setParams] = useSearchParams()
  const [restoring, setRestoring] = useState(false)
  if (version.isError) return <ProblemNotice failure={version.error} retry={() => void version.refetch()} />
  if (!version.data) return <PageSkeleton />
  const { definition, comment, publishedBy, createdAt } = version.data
  const open = definition.flows.find(({ key }) => key === params.get("flow")) ?? definition.flows[0]
  return (
    <div className={classes.page}>
      <HeaderActions>
        <Button
          component={Link}
          to={`/integrations/${id}/versions/compare?from=${number}&to=draft`}
          variant="default"
          leftSection={<GitCompare size={15} />}
        >
          Compare with the draft
        </Button>
        {builder && (
          <Button variant="default" leftSection={<Undo2 size={15} />} onClick={() => setRestoring(true)}>
            Restore
          </Button>
        )}
      </HeaderActions>
      <Group px="lg" py="xs" gap="xs" className={classes.bar}>
        <Lock size={14} aria-hidden />
        <Text size="sm" fw={600}>
          Version {number}, read-only
        </Text>
        <Text size="sm" c="dimmed">
          {comment && `${comment} · `}
          {publishedBy}, <When time={createdAt} />
        </Text>
      </Group>
      {open ? (
        <>
          <FlowChooser
            flows={definition.flows}
            open={open.key}
            choose={(flow) => setParams({ flow }, { replace: true })}
          />
          <div className={classes.sides}>
            <FlowViewer definition={definition} flowKey={open.key} className={classes.canvas}>
              <div className={classes.list}>
                <Inspector integrationId={id} />
              </div>
            </FlowViewer>
          </div>
        </>
      ) : (
        <Empty icon={Lock} title="No flow" text="This version was published without flows." />
      )}
      {restoring && <RestoreDialog integrationId={id} number={Number(number)} close={() => setRestoring(false)} />}
    </div>
  )
}
