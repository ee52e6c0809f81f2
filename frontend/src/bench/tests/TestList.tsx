/** Every saved test with its verdict: those of the open flow first, then the endpoint's, then the others. */
import { Button, Group, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Play, ShieldCheck } from "lucide-react"
import type { SavedTest } from "../../api/types"
import { useTestCoverage } from "../../editor/coverage"
import { StatusBadge } from "../../ui/StatusBadge"
import { draftQuery } from "../draft"
import drawer from "../TestDrawer.module.css"
import { verdictOf } from "./expectation"
import classes from "./tests.module.css"

interface Props {
  integrationId: string
  tests: SavedTest[]
  flowKey: string | null
  chosen: string
  choose: (id: string) => void
  /** Ids of those that run now. */
  busy: string[]
  /** null: all. */
  run: (ids: string[] | null) => void
}

export function TestList({ integrationId, tests, flowKey, chosen, choose, busy, run }: Props) {
  const flows = useQuery(draftQuery(integrationId)).data?.definition.flows ?? []
  const links = useTestCoverage(integrationId, true).data?.flows.find(({ flow }) => flow === flowKey)?.links
  const failing = tests.filter(({ last }) => last && last.outcome !== "passed")
  return (
    <nav className={`${drawer.form} ${classes.list}`} aria-label="Saved tests">
      <Group gap={6} justify="space-between" px={4}>
        <Text size="xs" c="dimmed" role="status">
          {summary(tests)}
          {links && `; ${links.filter(({ taken }) => taken).length} of ${links.length} links of this flow taken`}
        </Text>
        <Group gap={6}>
          {failing.length > 0 && failing.length < tests.length && (
            <Button
              variant="default"
              size="compact-xs"
              disabled={busy.length > 0}
              onClick={() => run(failing.map(({ id }) => id))}
            >
              Run those that failed
            </Button>
          )}
          <Button
            size="compact-xs"
            leftSection={<Play size={12} />}
            loading={busy.length === tests.length}
            disabled={busy.length > 0}
            onClick={() => run(null)}
          >
            Run all
          </Button>
        </Group>
      </Group>
      {groupsOf(tests, flowKey).map(({ title, members }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          {members.map((test) => (
            <button
              key={test.id}
              type="button"
              className={classes.row}
              aria-current={test.id === chosen}
              aria-label={`${test.name}, ${verdictOf(test)}`}
              onClick={() => choose(test.id)}
            >
              <StatusBadge status={busy.includes(test.id) ? "running" : verdictOf(test)} />
              <span className={classes.name}>{test.name}</span>
              <span className={classes.of}>
                {test.kind === "flow" &&
                  test.flow !== flowKey &&
                  (flows.find(({ key }) => key === test.flow)?.name ?? test.flow)}
                {test.gates && <ShieldCheck size={13} aria-label="Publishing waits for it" />}
              </span>
            </button>
          ))}
        </section>
      ))}
    </nav>
  )
}

function summary(tests: SavedTest[]): string {
  const passed = tests.filter(({ last }) => last?.outcome === "passed").length
  const ran = tests.filter(({ last }) => last !== null).length
  if (ran === 0) return `${tests.length} not run yet`
  return `${passed} of ${tests.length} passed${ran < tests.length ? `, ${tests.length - ran} not run yet` : ""}`
}

function groupsOf(tests: SavedTest[], flowKey: string | null): { title: string; members: SavedTest[] }[] {
  const isMine = (test: SavedTest) => test.kind === "flow" && test.flow === flowKey
  const groups = [
    { title: "This flow", members: tests.filter(isMine) },
    { title: "Endpoint", members: tests.filter((test) => test.kind === "endpoint") },
    {
      title: flowKey ? "Other flows" : "Flows",
      members: tests.filter((test) => test.kind === "flow" && !isMine(test)),
    },
  ]
  return groups.filter(({ members }) => members.length > 0)
}
