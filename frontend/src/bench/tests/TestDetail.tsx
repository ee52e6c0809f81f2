/** One saved test: how it went and where it differs, what it expects, whether publishing waits for it. */
import { Button, Collapse, Group, Switch, Text, UnstyledButton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ChevronRight, Play } from "lucide-react"
import { useState } from "react"
import type { SavedTest, SavedTestWrite, TestResult } from "../../api/types"
import { tell, tellProblem } from "../../ui/Problem"
import { StatusBadge } from "../../ui/StatusBadge"
import { ago } from "../../ui/When"
import { draftQuery } from "../draft"
import { EndpointResult, FlowResult } from "../RunResult"
import drawer from "../TestDrawer.module.css"
import { Differences } from "./Differences"
import { ExpectationForm } from "./ExpectationForm"
import { expectationOf, inWords, verdictOf } from "./expectation"
import { TestMenu } from "./TestMenu"
import classes from "./tests.module.css"
import { asWritten, useResults, useTestChanges } from "./useSavedTests"

interface Props {
  integrationId: string
  test: SavedTest
  busy: boolean
  run: () => void
  choose: (id: string | null) => void
  showPayload: () => void
}

export function TestDetail({ integrationId, test, busy, run, choose, showPayload }: Props) {
  const [editing, setEditing] = useState(false)
  const { replace } = useTestChanges(integrationId)
  const result = useResults(({ results }) => results[test.id])
  const flows = useQuery(draftQuery(integrationId)).data?.definition.flows ?? []
  const change = (what: Partial<SavedTestWrite>, told?: string) =>
    replace(test.id, asWritten(test, what))
      .then(() => told && tell(told))
      .catch(tellProblem)
  return (
    <article className={drawer.result} aria-label={test.name} aria-busy={busy}>
      <div className={classes.head}>
        <StatusBadge status={busy ? "running" : verdictOf(test)} />
        <h3>{test.name}</h3>
        {test.last && (
          <Text size="xs" c="dimmed">
            {ago(test.last.at)}
          </Text>
        )}
        <Group gap={6} ml="auto" wrap="nowrap">
          <Button size="compact-xs" leftSection={<Play size={12} />} loading={busy} onClick={run}>
            Run
          </Button>
          <TestMenu integrationId={integrationId} test={test} choose={choose} showPayload={showPayload} />
        </Group>
      </div>
      <Verdict test={test} />
      {test.last && test.last.differences.length > 0 && <Differences differences={test.last.differences} />}
      <section className={classes.expects} aria-label="What it expects">
        <Text size="sm">
          <Text span fw={600} inherit>
            Expects:
          </Text>{" "}
          {inWords(test.expected)}
        </Text>
        <Group gap={6}>
          {!editing && (
            <Button variant="default" size="compact-xs" onClick={() => setEditing(true)}>
              Edit
            </Button>
          )}
          {result?.run && result.outcome === "failed" && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() =>
                result.run &&
                void change(
                  { expected: expectationOf(result.run, test.request, test.kind === "flow") },
                  "It now expects what it gave. Run it again to see.",
                )
              }
            >
              Expect what it gave
            </Button>
          )}
        </Group>
      </section>
      {editing && (
        <ExpectationForm
          test={test}
          flows={flows.map(({ key, name }) => ({ value: key, label: name }))}
          keep={(expected) => change({ expected }).then(() => setEditing(false))}
          close={() => setEditing(false)}
        />
      )}
      <Switch
        label="Publishing waits for this test to pass"
        checked={test.gates}
        onChange={(event) => void change({ gates: event.currentTarget.checked })}
      />
      <Switch
        label="Really change things outside"
        description={
          test.callsOut
            ? "Each run carries out every step that is not pinned, at each publishing too."
            : "Steps that would change something outside, such as placing an order, are not carried out: they give what they last returned, or nothing if they never ran. What only reads is carried out."
        }
        checked={test.callsOut}
        onChange={(event) => void change({ callsOut: event.currentTarget.checked })}
      />
      {test.kind === "endpoint" && (
        <Switch
          label="Refuse it without the right credential, as live does"
          checked={test.strict}
          onChange={(event) => void change({ strict: event.currentTarget.checked })}
        />
      )}
      {test.redacted.length > 0 && (
        <Text size="xs" c="dimmed">
          Not kept, since they carry secrets: {test.redacted.join(", ")}.
          {!test.strict && " The test is let in without them."}
        </Text>
      )}
      {result?.run && <WhatItGave result={result} kind={test.kind} />}
    </article>
  )
}

/** Why it could not be run, or that it passed. */
function Verdict({ test: { last } }: { test: SavedTest }) {
  if (last?.outcome === "broken")
    return (
      <Text size="sm" c="var(--hy-bad)" role="alert">
        It could not be run: {last.message} <code>{last.code}</code>
      </Text>
    )
  if (!last) return <Text size="sm">It has not run since it was made or changed.</Text>
  return null
}

function WhatItGave({ result, kind }: { result: TestResult; kind: SavedTest["kind"] }) {
  const [open, setOpen] = useState(false)
  if (!result.run) return null
  return (
    <section aria-label="What it gave">
      <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={13} data-open={open || undefined} aria-hidden /> What it gave
      </UnstyledButton>
      <Collapse expanded={open}>
        {kind === "flow" ? <FlowResult run={result.run} part={null} /> : <EndpointResult run={result.run} />}
      </Collapse>
    </section>
  )
}
