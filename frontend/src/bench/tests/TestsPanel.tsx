/** Saved tests: the list at the left, the chosen one at the right. It fills the box it is put into. */
import { Skeleton, Text } from "@mantine/core"
import { ProblemNotice } from "../../ui/Problem"
import drawer from "../TestDrawer.module.css"
import { TestDetail } from "./TestDetail"
import { TestList } from "./TestList"
import { useRunTests, useSavedTests } from "./useSavedTests"

export interface TestsPanelProps {
  integrationId: string
  /** The open flow: its tests come first. */
  flowKey: string | null
  before: () => Promise<void>
  chosen: string | null
  choose: (id: string | null) => void
  /** Shows the test's request in the form beside. */
  showPayload: () => void
}

export function TestsPanel({ integrationId, flowKey, before, chosen, choose, showPayload }: TestsPanelProps) {
  const tests = useSavedTests(integrationId)
  const running = useRunTests(integrationId, before)
  if (tests.isError) return <ProblemNotice failure={tests.error} retry={() => void tests.refetch()} />
  if (!tests.data) return <Skeleton h={80} m="sm" />
  const test = tests.data.find((each) => each.id === chosen) ?? tests.data[0]
  if (!test) return <NoTests />
  const busy = running.isPending ? (running.variables ?? tests.data.map(({ id }) => id)) : []
  return (
    <div className={drawer.body}>
      <TestList
        integrationId={integrationId}
        tests={tests.data}
        flowKey={flowKey}
        chosen={test.id}
        choose={choose}
        busy={busy}
        run={(ids) => running.mutate(ids)}
      />
      <TestDetail
        key={test.id}
        integrationId={integrationId}
        test={test}
        busy={busy.includes(test.id)}
        run={() => running.mutate([test.id])}
        choose={choose}
        showPayload={showPayload}
      />
    </div>
  )
}

function NoTests() {
  return (
    <Text c="dimmed" size="sm" p="md" maw={640}>
      No test is kept yet. Run the flow or the endpoint, look at what came of it, and press Save as test: from then on
      publishing makes sure that it still comes out like that.
    </Text>
  )
}
