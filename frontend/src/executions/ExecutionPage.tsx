/** One execution: the flow as it ran, moment by moment, every step, and what can be done about it. */
import { Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { useParams } from "react-router"
import { api } from "../api/client"
import { line } from "../api/live"
import type { ExecutionDetail } from "../api/types"
import { endsOfProgress, type Progress, underWayOf } from "../live/progress"
import { RunningSteps } from "../live/RunningSteps"
import { useLiveExecution } from "../live/useLiveExecution"
import { useSession } from "../shell/session"
import { LiveWord } from "../ui/LiveWord"
import { lazyPart } from "../ui/lazyPart"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { LIVE } from "../ui/paged"
import classes from "./ExecutionPage.module.css"
import { Lanes } from "./Lanes"
import { lanesOf } from "./lanes"
import { countLinks, marksAt, marksFromTally, tallied, withOrigins, withWaits } from "./marks"
import { Overview } from "./Overview"
import panelClasses from "./Panel.module.css"
import { RunActions } from "./RunActions"
import { RunSummary } from "./RunSummary"
import { startableSteps, startFor } from "./rerun"
import { Scrubber } from "./Scrubber"
import { StepView } from "./StepView"
import timelineClasses from "./Timeline.module.css"
import { hasEnded } from "./timing"
import { useInspection } from "./useInspection"
import { Waits } from "./Waits"

const RunCanvas = lazyPart(async () => (await import("./RunCanvas")).RunCanvas)
const RerunDialog = lazyPart(async () => (await import("./RerunDialog")).RerunDialog)

export function ExecutionPage() {
  const { id = "" } = useParams()
  const topic = `execution:${id}`
  const query = useQuery({
    queryKey: ["/api/executions", id],
    queryFn: () => api.get<ExecutionDetail>(`/api/executions/${id}`),
    refetchInterval: ({ state }) => (line.isLive(topic) || (state.data && hasEnded(state.data)) ? false : LIVE),
  })
  const progress = useLiveExecution(id, !query.data || hasEnded(query.data), query.refetch)
  if (query.isError) return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <PageSkeleton />
  return <Detail key={id} execution={query.data} progress={progress} />
}

/** `progress` is what is told of a run that goes on; steps are stored later, with all they got and gave. */
function Detail({ execution, progress }: { execution: ExecutionDetail; progress: Progress | null }) {
  const inspection = useInspection(execution)
  const { timeline, passed, standings, atEnd, path, moment } = inspection
  const [rerunning, setRerunning] = useState<string | null>(null)
  const { flow, steps } = execution
  const chosen = path?.split(".").at(-1) ?? null

  const told = atEnd && flow ? progress : null
  const tally = useMemo(
    () => (told && flow && !told.gap ? endsOfProgress(told, flow.key) : execution.tally),
    [told, flow, execution.tally],
  )
  const marks = useMemo(() => {
    const now = atEnd ? withWaits(marksFromTally(tally), execution.waits) : marksAt(steps, standings)
    const known = withOrigins(now, steps, flow)
    return told && flow ? { ...known, ...underWayOf(told, flow.key) } : known
  }, [atEnd, tally, execution.waits, steps, standings, flow, told])
  const linkCounts = useMemo(() => {
    const ended = atEnd ? tally : tallied(steps.filter((_run, place) => standings.get(place) === "ended"))
    return flow ? countLinks(flow, ended) : {}
  }, [atEnd, tally, flow, steps, standings])
  const lanes = useMemo(() => lanesOf(timeline, flow), [timeline, flow])
  const failed = steps.findIndex((run) => run.path === (execution.error?.path ?? execution.error?.stepId))
  const mayRun = useSession().can("operator")
  const startable = useMemo(() => (mayRun ? startableSteps(execution) : []), [mayRun, execution])
  const start = startFor(path, startable)

  return (
    <div className={classes.page}>
      <PageHeader
        title={execution.flowName}
        actions={
          <>
            {!hasEnded(execution) && <LiveWord live={line.isLive(`execution:${execution.id}`)} />}
            <RunActions execution={execution} rerun={start === null ? null : () => setRerunning(start)} />
          </>
        }
      />
      <Overview execution={execution} />
      <div className={classes.bench}>
        <div className={classes.stage}>
          <div className={classes.canvas}>
            {flow ? (
              <RunCanvas
                flow={flow}
                marks={marks}
                linkCounts={linkCounts}
                chosen={chosen}
                choose={inspection.lookAtStep}
              />
            ) : (
              <Text c="dimmed" p="md">
                The version that ran is gone, so its flow cannot be drawn. Its steps are below.
              </Text>
            )}
          </div>
          <section className={timelineClasses.timeline} aria-label="Timeline">
            {progress && timeline.moments.length === 0 ? (
              <Text size="xs" c="dimmed" p={10}>
                It runs. Once it has ended it can be stepped through here.
              </Text>
            ) : (
              <Scrubber inspection={inspection} failedAt={failed >= 0 ? failed : null} />
            )}
            {execution.stepCount > steps.length && (
              <Text size="xs" c="dimmed" px={10} py={4}>
                {execution.stepCount} steps ran; the moments are those of the first and the last {steps.length / 2}.
                Choose a turn by its number to see any other.
              </Text>
            )}
            <Lanes
              lanes={lanes}
              runs={steps}
              marks={marks}
              total={timeline.total}
              atEnd={atEnd && hasEnded(execution)}
              now={passed === 0 ? 0 : ((moment?.at ?? 0) / timeline.total) * 100}
              chosen={chosen}
              chooseStep={inspection.lookAtStep}
              chooseRun={inspection.goToEndOf}
            />
          </section>
        </div>
        <aside className={classes.panel} aria-label="Details">
          {progress && !steps.some((run) => run.path === path) ? (
            <div className={panelClasses.step}>
              <Waits execution={execution} />
              <RunningSteps progress={progress} />
            </div>
          ) : path ? (
            <StepView
              execution={execution}
              inspection={inspection}
              path={path}
              start={start !== null && path.split("[")[0] === start ? start : null}
              rerun={setRerunning}
            />
          ) : (
            <RunSummary execution={execution} />
          )}
        </aside>
      </div>
      {rerunning && (
        <RerunDialog execution={execution} startable={startable} first={rerunning} close={() => setRerunning(null)} />
      )}
    </div>
  )
}
