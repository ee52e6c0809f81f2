/** What comes in right now: how much, how quickly it is answered, what goes wrong and why. */
import { SegmentedControl, Skeleton } from "@mantine/core"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Activity } from "lucide-react"
import { api } from "../api/client"
import type { Traffic } from "../api/types"
import { Empty } from "../ui/Empty"
import { FilterBar, NamedFilter, useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { ProblemNotice } from "../ui/Problem"
import { Figures } from "./Figures"
import { OutcomeChart } from "./OutcomeChart"
import { barsOf, EXECUTION_ENDS, REQUEST_OUTCOMES, sumOf } from "./points"
import { StageTimes } from "./StageTimes"
import { ByIntegration, Newest, Stops } from "./Tables"
import classes from "./traffic.module.css"

const EVERY = 2000
const TIMES = [
  { value: "5", label: "5 min" },
  { value: "15", label: "15 min" },
  { value: "60", label: "1 hour" },
  { value: "120", label: "2 hours" },
]

export function TrafficPage() {
  const [integration] = useFilter("integration")
  const [minutes, setMinutes] = useFilter("minutes")
  const asked = { integration, minutes: minutes || "15" }
  const traffic = useQuery({
    queryKey: ["traffic", asked],
    queryFn: ({ signal }) => api.get<Traffic>("/api/traffic", asked, signal),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title="Traffic" text="What comes to your endpoints and how it goes, a few seconds behind." />
      <FilterBar>
        <SegmentedControl aria-label="Time" value={asked.minutes} onChange={setMinutes} data={TIMES} />
        <NamedFilter name="integration" label="Integration" path="/api/integrations" />
      </FilterBar>
      {traffic.isError && !traffic.data && (
        <ProblemNotice failure={traffic.error} retry={() => void traffic.refetch()} />
      )}
      {traffic.data ? (
        <Shown traffic={traffic.data} integration={integration} />
      ) : (
        traffic.isPending && <Skeleton h={320} mx="lg" w="auto" />
      )}
    </>
  )
}

function Shown({ traffic, integration }: { traffic: Traffic; integration: string }) {
  const bars = barsOf(traffic.points, traffic.span)
  const quiet = sumOf(traffic.totals, [...REQUEST_OUTCOMES, ...EXECUTION_ENDS]) === 0 && traffic.lag.ready === 0
  if (quiet) {
    return (
      <Empty
        icon={Activity}
        title="It is quiet"
        text="No request came in this time. Send one to an endpoint of a published integration, and it shows here within seconds. Tests of drafts are not counted."
      />
    )
  }
  return (
    <div className={classes.page}>
      <Figures traffic={traffic} />
      <div className={classes.columns}>
        <OutcomeChart title="Requests" bars={bars} names={REQUEST_OUTCOMES} />
        <OutcomeChart title="Executions" bars={bars} names={EXECUTION_ENDS} />
      </div>
      <StageTimes stages={traffic.stages} />
      <div className={classes.columns}>
        {!integration && <ByIntegration rows={traffic.integrations} />}
        <Stops codes={traffic.codes} integration={integration} />
        <Newest integration={integration} />
      </div>
    </div>
  )
}
