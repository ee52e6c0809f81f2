/** Which integrations the traffic is for, why requests stopped, and the newest ones as they come. */
import { Text } from "@mantine/core"
import { Link } from "react-router"
import type { InboundRequest, Traffic } from "../api/types"
import { shortPath } from "../requests/words"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { duration, When } from "../ui/When"
import { REQUEST_OUTCOMES, sumOf } from "./points"
import classes from "./traffic.module.css"

const SHOWN = 12

export function ByIntegration({ rows }: { rows: Traffic["integrations"] }) {
  return (
    <Panel title="By integration">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Integration</th>
            <th scope="col">Requests</th>
            <th scope="col">Stopped</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to={`/traffic?integration=${row.id}`}>{row.name}</Link>
              </td>
              <td>{sumOf(row, REQUEST_OUTCOMES).toLocaleString("en")}</td>
              <td>{(row.unrouted + row.refused + row.limited).toLocaleString("en")}</td>
              <td data-tone={row.failed > 0 ? "bad" : undefined}>{row.failed.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export function Stops({ codes, integration }: { codes: Traffic["codes"]; integration: string }) {
  if (codes.length === 0) return null
  const scope = integration ? `&integration=${integration}` : ""
  return (
    <Panel title="Why requests stopped">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Requests</th>
          </tr>
        </thead>
        <tbody>
          {codes.map(({ code, count }) => (
            <tr key={code}>
              <td>
                <Link to={`/requests?code=${code}${scope}`}>
                  <code>{code}</code>
                </Link>
              </td>
              <td>{count.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export function Newest({ integration }: { integration: string }) {
  const rows = usePaged<InboundRequest>(
    "/api/requests",
    { integration, limit: SHOWN },
    { refetchEvery: 2000, topic: "requests", rest: 1000 },
  )
  return (
    <Panel title="Newest requests">
      <table className={classes.table} aria-busy={!rows.items}>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Request</th>
            <th scope="col">Customer</th>
            <th scope="col">Received</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {rows.items?.slice(0, SHOWN).map((row) => (
            <tr key={row.id}>
              <td>
                <StatusBadge status={row.status} />
              </td>
              <td>
                <Link to={`/requests/${row.id}`}>
                  {row.method} <code>{shortPath(row.path)}</code>
                </Link>
              </td>
              <td>{row.customer?.name ?? (row.isDraft ? "Draft" : "–")}</td>
              <td>
                <When time={row.receivedAt} />
              </td>
              <td>{duration(row.durationUs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Panel({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={classes.panel} aria-label={title}>
      <Text component="h2" fw={600} size="sm" m={0} pb={6}>
        {title}
      </Text>
      <div className={classes.scroll}>{children}</div>
    </section>
  )
}
