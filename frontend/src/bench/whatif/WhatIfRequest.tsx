/** One request that would come out otherwise: how it ended then and would end now, and each change with its values. */
import { Anchor, Text } from "@mantine/core"
import { ArrowRight } from "lucide-react"
import { Link } from "react-router"
import type { WhatIfRequest as Told } from "../../api/types"
import { StatusBadge } from "../../ui/StatusBadge"
import { When } from "../../ui/When"
import { Differences } from "../tests/Differences"
import classes from "./whatif.module.css"
import { changeWords, more } from "./words"

export function WhatIfRequest({ told, leave }: { told: Told; leave: () => void }) {
  const { before, after, changes, assumed, note } = told
  return (
    <article className={classes.request} aria-label={`${told.method} request`}>
      <div className={classes.head}>
        <Anchor component={Link} to={`/requests/${told.request}`} onClick={leave} size="xs">
          {told.method} <When time={told.receivedAt} />
        </Anchor>
        <StatusBadge status={before.outcome} />
        {after && (
          <>
            <ArrowRight size={12} aria-label="would be" /> <StatusBadge status={after.outcome} />
          </>
        )}
      </div>
      {note && <Text size="xs">{note}</Text>}
      {after?.message && after.outcome !== before.outcome && (
        <Text size="xs" c="var(--hy-bad)">
          {after.message} <code>{after.code}</code>
        </Text>
      )}
      {assumed.length > 0 && (
        <Text size="xs" c="var(--hy-warn)">
          {assumed.join(", ")} never ran for this customer, so nothing is known of what{" "}
          {assumed.length === 1 ? "it returns" : "they return"}: null was taken for it.
        </Text>
      )}
      {changes.map((change) => (
        <section key={`${change.about} ${change.stepId} ${change.kind}`} aria-label={changeWords(change)}>
          <h4 className={classes.change}>{changeWords(change)}</h4>
          {change.differences.length > 0 && (
            <Differences differences={change.differences} before="Then" after="With this draft" />
          )}
          {change.more > 0 && (
            <Text size="xs" c="dimmed">
              {more(change.more)}
            </Text>
          )}
        </section>
      ))}
    </article>
  )
}
