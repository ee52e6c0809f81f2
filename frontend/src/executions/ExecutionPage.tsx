/** One execution: the flow as it ran, every step, and what can be done about it. */
import { Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { useParams } from "react-router"
import { api } from "../api/client"
import type { ExecutionDetail, StepRun } from "../api/types"
import { StepRunDetail } from "../bench/StepRunDetail"
import { StepRuns } from "../bench/StepRuns"
import { Json } from "../ui/Json"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { LIVE } from "../ui/paged"
import { ExecutionActions } from "./ExecutionActions"
import classes from "./ExecutionPage.module.css"
import { Overview } from "./Overview"
import { hasEnded } from "./timing"

const RunCanvas = lazy(async () => ({ default: (await import("./RunCanvas")).RunCanvas }))

export function ExecutionPage() {
  const { id = "" } = useParams()
  const query = useQuery({
    queryKey: ["/api/executions", id],
    queryFn: () => api.get<ExecutionDetail>(`/api/executions/${id}`),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : LIVE),
  })
  if (query.isError) return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <PageSkeleton />
  return <Detail key={id} execution={query.data} />
}

function Detail({ execution }: { execution: ExecutionDetail }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const { flow, steps, preprocess } = execution
  return (
    <>
      <PageHeader title={execution.flowName} actions={<ExecutionActions execution={execution} />} />
      <div className={classes.page}>
        <Overview execution={execution} />
        {flow && (
          <Suspense fallback={<div className={classes.canvas} />}>
            <RunCanvas flow={flow} steps={steps} choose={setChosen} />
          </Suspense>
        )}
        {chosen && <ChosenStep id={chosen} runs={steps.filter((step) => step.stepId === chosen)} />}
        <section>
          <Title order={2} mb={6}>
            Steps
          </Title>
          {execution.stepCount > steps.length && (
            <Text size="sm" c="dimmed" mb={6}>
              The first and the last of {execution.stepCount} that ran.
            </Text>
          )}
          <StepRuns label="Steps" steps={steps} />
        </section>
        {preprocess.length > 0 && (
          <section>
            <Title order={2} mb={6}>
              Preprocess flow, before it
            </Title>
            <StepRuns label="Steps of the preprocess flow" steps={preprocess} />
          </section>
        )}
        <div className={classes.columns}>
          <Value title="Trigger" value={execution.trigger} />
          <Value title="Result" value={execution.response ?? execution.result} />
        </div>
      </div>
    </>
  )
}

function ChosenStep({ id, runs }: { id: string; runs: StepRun[] }) {
  const [only] = runs
  return (
    <section className={classes.card} aria-label={`Step ${id}`}>
      <Title order={2}>
        <code>{id}</code>
      </Title>
      {!only && <Text c="dimmed">This step has not run.</Text>}
      {only && runs.length === 1 && <StepRunDetail step={only} />}
      {runs.length > 1 && <StepRuns label={`Turns of ${id}`} steps={runs} />}
    </section>
  )
}

function Value({ title, value }: { title: string; value: unknown }) {
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2} mb={6}>
        {title}
      </Title>
      <Json value={value} collapsed={2} />
    </section>
  )
}
