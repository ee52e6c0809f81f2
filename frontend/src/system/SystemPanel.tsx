/** The installation: its processes, how far the work is behind, and the room that is left. For those who run it. */
import { Progress, Skeleton, Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { System } from "../api/types"
import { sizeWords } from "../storage/words"
import { ProblemNotice } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { duration, When } from "../ui/When"
import { eventWords, lacksWords } from "./events"
import classes from "./system.module.css"

const EVERY = 4000
/** Longer than this, and whoever runs it would want to know. */
const LATE_SECONDS = 30

export function SystemPanel() {
  const system = useQuery({
    queryKey: ["system"],
    queryFn: () => api.get<System>("/api/system"),
    refetchInterval: EVERY,
  })
  if (system.isError) return <ProblemNotice failure={system.error} retry={() => void system.refetch()} />
  if (!system.data) return <Skeleton h={300} mx="lg" w="auto" />
  const { version, python, database, lanes, processes } = system.data
  const alive = processes.filter((process) => process.alive)
  return (
    <Stack px="lg" pb="xl" gap="md">
      <dl className={classes.facts}>
        <Fact label="Version" value={`Hookyard ${version}`} note={`Python ${python}`} />
        <Fact label="Database" value={database.kind} note={sizeWords(database.bytes)} />
        <Disk processes={alive} />
        {lanes.map((lane) => (
          <Fact
            key={lane.name}
            label={lane.name === "live" ? "Live executions" : "Tests of drafts"}
            value={lane.ready === 0 ? "Nothing waits" : `${lane.ready.toLocaleString("en")} wait`}
            note={lane.ready === 0 ? `${lane.running} running` : `the oldest for ${Math.ceil(lane.oldestSeconds)} s`}
            late={lane.oldestSeconds > LATE_SECONDS}
          />
        ))}
      </dl>
      <Processes processes={processes} />
      <Text size="xs" c="dimmed">
        Every process answers <code>/healthz</code>, <code>/readyz</code> and, for Prometheus, <code>/metrics</code>.
      </Text>
    </Stack>
  )
}

function Fact({ label, value, note, late }: { label: string; value: string; note: string; late?: boolean }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd data-late={late || undefined}>{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  )
}

function Disk({ processes }: { processes: System["processes"] }) {
  const fullest = [...processes].sort((a, b) => a.diskFree / (a.diskTotal || 1) - b.diskFree / (b.diskTotal || 1))[0]
  if (!fullest || fullest.diskTotal === 0) return null
  const used = 100 - Math.round((fullest.diskFree / fullest.diskTotal) * 100)
  return (
    <div className={classes.fact}>
      <dt>Disk of the data folder</dt>
      <dd data-late={used >= 90 || undefined}>{sizeWords(fullest.diskFree)} free</dd>
      <dd className={classes.note}>
        <Progress
          value={used}
          aria-label={`${used} % of the disk is used`}
          {...(used >= 90 && { color: "red" })}
          mt={4}
        />
      </dd>
    </div>
  )
}

function Processes({ processes }: { processes: System["processes"] }) {
  return (
    <section className={classes.panel} aria-label="Processes">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Process</th>
            <th scope="col">Machine</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
            <th scope="col">Memory</th>
            <th scope="col">CPU</th>
            <th scope="col">Requests</th>
            <th scope="col">Executions</th>
            <th scope="col">A commit takes</th>
            <th scope="col">Sandboxes</th>
            <th scope="col">Out of the ordinary</th>
          </tr>
        </thead>
        <tbody>
          {processes.map((process) => (
            <tr key={process.name}>
              <td>
                <code>{process.name}</code>
              </td>
              <td>{process.machine}</td>
              <td>
                {process.alive ? (
                  <StatusBadge status="succeeded" label="Alive" />
                ) : (
                  <>
                    <StatusBadge status="skipped" label="Gone" /> <When time={process.seenAt} />
                  </>
                )}
              </td>
              <td>
                <When time={process.startedAt} />
              </td>
              <td>{sizeWords(process.memory)}</td>
              <td>{Math.round(process.cpuSeconds).toLocaleString("en")} s</td>
              <td>{process.requests.toLocaleString("en")}</td>
              <td>{process.executions.toLocaleString("en")}</td>
              <td>{commitWords(process)}</td>
              <td>{process.sandboxes}</td>
              <td>
                <Unusual process={process} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Unusual({ process }: { process: System["processes"][number] }) {
  const told = process.events.map(({ name, count }) => eventWords(name, count))
  if (process.refusedWrites > 0) told.unshift(`${process.refusedWrites} writes refused by the database`)
  if (process.sandboxLacks.length > 0) told.unshift(lacksWords(process.sandboxLacks))
  return <>{told.length === 0 ? "–" : told.join(", ")}</>
}

function commitWords({ commitP50Us, commitP99Us }: System["processes"][number]): string {
  if (commitP50Us === null) return "–"
  return `${duration(commitP50Us)}; 99 of 100 within ${duration(commitP99Us ?? commitP50Us)}`
}
