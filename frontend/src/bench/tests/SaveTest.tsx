/** "Save as test": what was just sent, with what just came of it as the expectation. */
import { Switch, Text, TextInput } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { componentsQuery } from "../../api/components"
import type { SavedTest, TestRequest, TestRun } from "../../api/types"
import { LONGEST_NAME } from "../../flow/definition"
import { Field } from "../../ui/ApiForm"
import { FormDialog } from "../../ui/FormDialog"
import { expectationOf, inWords, proposedName } from "./expectation"
import { reachedOut, withResults } from "./sparing"
import { useSavedTests, useTestChanges } from "./useSavedTests"

/** A test as it was sent. */
export interface Sent {
  kind: "flow" | "endpoint"
  /** Of the flow that was run; null for the endpoint. */
  flow: { key: string; name: string } | null
  request: TestRequest
  pins: Record<string, unknown>
  runTarget: boolean
}

interface Props {
  integrationId: string
  sent: Sent
  run: TestRun
  saved: (test: SavedTest) => void
  close: () => void
}

export function SaveTest({ integrationId, sent, run, saved, close }: Props) {
  const taken = useSavedTests(integrationId).data?.map((test) => test.name) ?? []
  const { create } = useTestChanges(integrationId)
  const [typed, setName] = useState<string | null>(null)
  const [gates, setGates] = useState(true)
  const expected = expectationOf(run, sent.request, sent.kind === "flow")
  const name = typed ?? proposedName(sent.flow?.name ?? "Endpoint", run.outcome, taken)
  const [callsOut, setCallsOut] = useState(false)
  const reached = reachedOut(sent, run, useQuery(componentsQuery).data ?? [])
  const outside = Object.values(reached).flatMap((steps) => steps.map(({ stepId }) => stepId))
  const pinned = Object.keys(sent.pins)
  const submit = async () => {
    const { kind, flow, request, runTarget } = sent
    const pins = callsOut ? sent.pins : withResults(sent, reached)
    const test = { name: name.trim(), kind, flow: flow?.key ?? null, request, pins, runTarget, expected, gates }
    saved(await create({ ...test, strict: false, callsOut }))
  }
  return (
    <FormDialog title="Save as test" action="Save test" submit={submit} close={close} disabled={name.trim() === ""}>
      <Field name="name">
        <TextInput
          label="Name"
          data-autofocus
          maxLength={LONGEST_NAME}
          value={name}
          error={taken.includes(name.trim()) ? "Another test has this name." : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Text size="sm">It expects what just happened: {inWords(expected)}. You can change that afterwards.</Text>
      <Switch
        label="Publishing waits for this test to pass"
        checked={gates}
        onChange={(event) => setGates(event.currentTarget.checked)}
      />
      {outside.length > 0 && (
        <Switch
          label="Really change things outside"
          description={
            callsOut
              ? `Each run carries out ${outside.join(", ")} again, at each publishing too.`
              : `${outside.join(", ")} will not run again: what ${outside.length === 1 ? "it" : "they"} returned just now is kept as pinned results.`
          }
          checked={callsOut}
          onChange={(event) => setCallsOut(event.currentTarget.checked)}
        />
      )}
      <Text size="xs" c="dimmed">
        {pinned.length > 0 && `Pinned results are kept with it (${pinned.join(", ")}). `}
        Values of headers that carry secrets are not kept; the test is let in without them.
      </Text>
    </FormDialog>
  )
}
