/** One step run: how it went, what it gave and got, what it logged, which tries it took, and who must act when it failed. */
import { Anchor, Button, Skeleton, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { RotateCcw } from "lucide-react"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { ExecutionDetail, StepError, StepRun } from "../api/types"
import { CodePlace } from "../bench/CodePlace"
import { excerptOf, furtherDetails } from "../bench/excerpt"
import { whoMustAct } from "../bench/who"
import { MendingLink } from "../connections/MendingLink"
import { StatusBadge } from "../ui/StatusBadge"
import { duration } from "../ui/When"
import { Data } from "./Data"
import classes from "./Panel.module.css"
import { TurnChooser } from "./TurnChooser"
import { type Standing, triesAt } from "./timeline"
import { turnPath, turnsOf } from "./turns"
import type { Inspection } from "./useInspection"

interface StepViewProps {
  execution: ExecutionDetail
  inspection: Inspection
  path: string
  /** Where a re-run of it would start: here, or at the loop around it. Null where nothing can be run from here. */
  start: string | null
  rerun: (start: string) => void
}

export function StepView({ execution, inspection, path, start, rerun }: StepViewProps) {
  const place = execution.steps.findIndex((run) => run.path === path)
  const listed = execution.steps[place]
  const turn = useQuery({
    queryKey: ["/api/executions", execution.id, "turn", turnPath(path)],
    queryFn: () => api.get<StepRun[]>(`/api/executions/${execution.id}/turn`, { turn: turnPath(path) }),
    enabled: !listed && turnsOf(path).length > 0,
    staleTime: 60_000,
  })
  const run = listed ?? turn.data?.find((each) => each.path === path)
  // What is not listed is from the middle of a very long run; it is shown as it ended.
  const standing = listed ? inspection.standings.get(place) : "ended"
  const name = path.split(".").at(-1)
  return (
    <section className={classes.step} aria-label={`Step ${name}`} data-testid="step-view">
      <header className={classes.head}>
        <h2>
          <code>{name}</code>
        </h2>
        {run && standing && <StatusBadge status={standing === "ended" ? run.status : standing} />}
        {run && standing === "ended" && run.durationUs > 0 && (
          <span className={classes.quiet}>{duration(run.durationUs)}</span>
        )}
        {start && (
          <Button
            ml="auto"
            size="compact-xs"
            variant="default"
            leftSection={<RotateCcw size={13} aria-hidden />}
            onClick={() => rerun(start)}
          >
            Re-run from {start === name ? "here" : start}
          </Button>
        )}
      </header>
      <TurnChooser path={path} runs={execution.steps} look={inspection.look} />
      {turn.isLoading ? (
        <Skeleton h={80} />
      ) : run ? (
        <Body
          run={run}
          standing={standing}
          tries={listed ? triesAt(inspection.timeline, inspection.passed, place) : (run.attempts?.length ?? 0)}
        />
      ) : (
        <Text c="dimmed">This step did not run.</Text>
      )}
    </section>
  )
}

/** `tries` are those that had failed before the one that runs or ran last. */
function Body({ run, standing, tries }: { run: StepRun; standing: Standing | undefined; tries: number }) {
  if (!standing) return <Text c="dimmed">At this moment it has not begun.</Text>
  if (run.status === "skipped" && !run.error) {
    return <Text c="dimmed">Skipped: no live link led here, or it is disabled.</Text>
  }
  const ended = standing === "ended"
  return (
    <>
      {run.keptFrom && (
        <Text size="xs" c="dimmed">
          Not run again: its results are those of{" "}
          <Anchor component={Link} to={`/executions/${run.keptFrom}`} inherit underline="always">
            the execution that was re-run
          </Anchor>
          .
        </Text>
      )}
      {run.pinned && (
        <Text size="xs" c="dimmed">
          Not run: its results were given by whoever asked for this run.
        </Text>
      )}
      {ended && run.error && <ErrorPart error={run.error} inputs={run.inputs} />}
      {ended ? (
        !(run.status === "failed" && run.results === null) && (
          <Part title="Output">
            <Data value={run.results} />
          </Part>
        )
      ) : (
        <Text c="dimmed" size="sm">
          {standing === "waiting" ? "At this moment it waits to be tried again." : "At this moment it runs."}
        </Text>
      )}
      {run.inputs !== null && (
        <Part title="Input">
          <Data value={run.inputs} />
        </Part>
      )}
      {ended && run.logs.length > 0 && (
        <Part title="Log">
          <Log lines={run.logs} />
        </Part>
      )}
      {tries > 0 && (
        <Part title="Attempts">
          <Attempts run={run} tries={(run.attempts ?? []).slice(0, tries)} ended={ended} />
        </Part>
      )}
    </>
  )
}

export function ErrorPart({ error, inputs }: { error: StepError; inputs?: unknown }) {
  const who = whoMustAct(error)
  const excerpt = excerptOf(error, inputs)
  const details = furtherDetails(error, excerpt)
  return (
    <section className={classes.error} aria-label="Error">
      <p className={classes.message}>{error.message}</p>
      {who && <p>{who}</p>}
      <MendingLink error={error} />
      <p className={classes.quiet}>
        <code>{error.code}</code>
      </p>
      <CodePlace lines={excerpt} />
      {details && <Data value={details} />}
    </section>
  )
}

function Attempts({ run, tries, ended }: { run: StepRun; tries: NonNullable<StepRun["attempts"]>; ended: boolean }) {
  return (
    <ol className={classes.attempts}>
      {tries.map(({ attempt, durationUs, error }) => (
        <li key={attempt} value={attempt}>
          <StatusBadge status="failed" /> {duration(durationUs)}
          {error && <span className={classes.bad}> {error.message}</span>}
        </li>
      ))}
      {ended && (
        <li value={(tries.at(-1)?.attempt ?? 0) + 1}>
          <StatusBadge status={run.status} /> {duration(run.durationUs)}
        </li>
      )}
    </ol>
  )
}

function Log({ lines }: { lines: StepRun["logs"] }) {
  return (
    <ul className={classes.log}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows, and lines may be equal
        <li key={index} data-level={line.level}>
          <span>{line.level}</span> {line.message}
        </li>
      ))}
    </ul>
  )
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
