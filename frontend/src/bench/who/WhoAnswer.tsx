/** Who would get the payload if it were sent to the live URL now: the customer, or where it would stop. */
import { Anchor, Button, CloseButton, Group, Skeleton, Text } from "@mantine/core"
import { CircleCheck, CircleX, Radio } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { ApiProblem } from "../../api/client"
import type { Customer, WouldGet } from "../../api/types"
import { CustomerSelect } from "../../customers/CustomerSelect"
import { ProblemNotice } from "../../ui/Problem"
import { NearestList } from "../MatchDetail"
import { RoadView } from "../RoadView"
import classes from "../RunResult.module.css"
import type { Who } from "./useWho"

interface Props {
  who: Who
  flowKey: string | null
}

export function WhoAnswer({ who, flowKey }: Props) {
  if (who.isIdle) return null
  const needsCustomer = who.error instanceof ApiProblem && who.error.code === "customer_required"
  return (
    <section className={classes.who} aria-label="Who would get this" aria-busy={who.isPending}>
      <h3 className={classes.heading}>
        <Radio size={14} aria-hidden /> If it were sent live now
        <CloseButton size="xs" ml="auto" aria-label="Close the live answer" onClick={who.reset} />
      </h3>
      {who.isPending && <Skeleton h={36} />}
      {needsCustomer && <WhoseUrl who={who} flowKey={flowKey} />}
      {who.isError && !needsCustomer && <ProblemNotice failure={who.error} />}
      {who.data && <Answer answer={who.data} />}
    </section>
  )
}

/** Where each customer has a URL of their own, somebody must say whose it would be sent to. */
function WhoseUrl({ who, flowKey }: Props) {
  const [customer, setCustomer] = useState<Customer | null>(null)
  return (
    <Group align="flex-end" gap="xs">
      <CustomerSelect
        label="Each customer has a URL of their own. Sent to that of"
        value={customer}
        change={setCustomer}
      />
      <Button
        disabled={!customer}
        onClick={() => customer && who.mutate({ customer: customer.externalId, flow: flowKey })}
      >
        Ask
      </Button>
    </Group>
  )
}

function Answer({ answer: { match, stopped, stages, url, version } }: { answer: WouldGet }) {
  const [road, setRoad] = useState(false)
  return (
    <>
      <div className={classes.live} data-found={match !== null}>
        {match ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
        <div>
          <Text size="sm" c="var(--hy-text)">
            {match ? (
              <>
                <Anchor component={Link} to={`/customers/${match.customer.id}`} inherit>
                  {match.customer.name} ({match.customer.externalId})
                </Anchor>{" "}
                would get it: {match.flow.name}, version {match.version}
                {match.instance.enabled ? "." : ". The instance is paused, so it would be held."}
              </>
            ) : (
              <>Nobody would get it: {stopped?.detail}</>
            )}
          </Text>
          {stopped && <NearestList nearest={stopped.nearest} />}
          {match && version !== null && version !== match.version && (
            <Text size="xs" c="dimmed">
              It is routed by the settings of version {version}.
            </Text>
          )}
          {url && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              <code>{url}</code>
            </Text>
          )}
          {match && (
            <Button variant="subtle" size="compact-xs" ml={-8} aria-expanded={road} onClick={() => setRoad(!road)}>
              {road ? "Hide how it gets there" : "How it gets there"}
            </Button>
          )}
        </div>
      </div>
      {stages.length > 0 && (road || stopped) && <RoadView stages={stages} label="The live road" folded />}
    </>
  )
}
