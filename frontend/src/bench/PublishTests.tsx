/**
 * What saved tests have to say before publishing: which must pass, which did not, and going on all the same.
 *
 * For: any dialog that publishes. It brings its failure of `publish` and sends `despiteTests` along.
 */
import { Checkbox, Text } from "@mantine/core"
import { ShieldCheck } from "lucide-react"
import { ApiProblem } from "../api/client"
import type { TestResult } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"
import { Differences } from "./tests/Differences"
import classes from "./tests/tests.module.css"
import { useSavedTests } from "./tests/useSavedTests"

/** The results that stand in the way of publishing; null when it failed for another reason. */
export function failedTests(failure: unknown): TestResult[] | null {
  if (!(failure instanceof ApiProblem) || failure.code !== "tests_failed") return null
  return (failure.extra.results as TestResult[]).filter(({ outcome }) => outcome !== "passed")
}

interface Props {
  integrationId: string
  /** Why publishing failed, whatever the reason; null before it was tried. */
  failure: unknown
  despite: boolean
  setDespite: (despite: boolean) => void
}

export function PublishTests({ integrationId, failure, despite, setDespite }: Props) {
  const gate = useSavedTests(integrationId).data?.filter(({ gates }) => gates) ?? []
  const gating = gate.length
  const really = gate.filter(({ callsOut }) => callsOut).map(({ name }) => name)
  const failed = failedTests(failure)
  if (failed) return <InTheWay failed={failed} despite={despite} setDespite={setDespite} />
  if (gating === 0) return null
  return (
    <div className={classes.gate}>
      <ShieldCheck size={14} aria-hidden />
      <span>
        {gating === 1 ? "1 saved test runs first and must pass." : `${gating} saved tests run first and must pass.`}{" "}
        {really.length === 0
          ? "Nothing is changed outside."
          : `What ${really.slice(0, 3).join(", ")}${really.length > 3 ? ` and ${really.length - 3} more` : ""} would change outside is really changed.`}
      </span>
    </div>
  )
}

function InTheWay({ failed, despite, setDespite }: { failed: TestResult[] } & Pick<Props, "despite" | "setDespite">) {
  return (
    <section className={classes.inTheWay} aria-label="Tests that did not pass">
      <Text size="sm" fw={600} c="var(--hy-bad)" role="alert">
        {failed.length === 1 ? "1 saved test did not pass" : `${failed.length} saved tests did not pass`}, so nothing
        was published
      </Text>
      <ul>
        {failed.map((result) => (
          <li key={result.test}>
            <div className={classes.head}>
              <StatusBadge status={result.outcome} />
              <h3>{result.name}</h3>
            </div>
            {result.message && <Text size="xs">{result.message}</Text>}
            {result.differences.length > 0 && <Differences differences={result.differences} />}
          </li>
        ))}
      </ul>
      <Checkbox
        label="Publish anyway"
        description="The version keeps on record which tests did not pass."
        checked={despite}
        onChange={(event) => setDespite(event.currentTarget.checked)}
      />
    </section>
  )
}
