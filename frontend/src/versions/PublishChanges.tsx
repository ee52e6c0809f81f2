/** What the draft changes of what is live: the steps by name, and the way to all of it. */
import { Anchor, Skeleton, Text } from "@mantine/core"
import { useMemo } from "react"
import { Link } from "react-router"
import { allSteps, type Definition } from "../flow/definition"
import { diff, isSame } from "../flow/diff"
import { summary } from "../flow/diffWords"
import { Kind } from "./ChangeList"
import { useDefinition } from "./versionData"
import classes from "./versions.module.css"

interface Props {
  integrationId: string
  /** Undefined while it is not known, null when nothing is published. */
  live: number | null | undefined
  draft: Definition | undefined
  /** Called when a link leads away. */
  leave: () => void
}

export function PublishChanges({ integrationId, live, draft, leave }: Props) {
  const before = useDefinition(integrationId, live ?? null).data
  const change = useMemo(() => before && draft && diff(before, draft), [before, draft])
  if (live === null) return draft ? <First draft={draft} /> : null
  if (!change) return <Skeleton h={60} />
  if (isSame(change)) {
    return (
      <Text size="sm">
        Nothing changed since version {live}: steps, links and settings mean the same. Publishing makes a version that
        differs by its number only.
      </Text>
    )
  }
  const steps = change.flows.flatMap((flow) => flow.steps.map((step) => ({ flow, step })))
  return (
    <section aria-label="Changes since the live version">
      <Text size="sm" fw={600}>
        Since version {live}, the last one published
      </Text>
      <Text size="sm" c="dimmed">
        {summary(change).join(", ")}.{" "}
        <Anchor
          component={Link}
          to={`/integrations/${integrationId}/versions/compare?from=${live}&to=draft`}
          onClick={leave}
          inherit
        >
          See all of it
        </Anchor>
      </Text>
      {steps.length > 0 && (
        <ul className={classes.changed}>
          {steps.map(({ flow, step }) => (
            <li key={`${flow.key} ${step.kind} ${step.id}`}>
              <Kind kind={step.kind} /> <b>{step.step.name || step.id}</b>
              <span>{flow.name}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function First({ draft }: { draft: Definition }) {
  const steps = draft.flows.reduce((sum, flow) => sum + allSteps(flow.steps).length, 0)
  const flows = draft.flows.length
  return (
    <Text size="sm">
      The first version: {flows} {flows === 1 ? "flow" : "flows"} with {steps} {steps === 1 ? "step" : "steps"}. Once
      published it can be switched on for customers.
    </Text>
  )
}
