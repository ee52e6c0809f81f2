/** What the sender sent: query, headers, body. */
import { Tabs, Text } from "@mantine/core"
import { useState } from "react"
import type { InboundRequestDetail } from "../api/types"
import { Json } from "../ui/Json"
import classes from "./RequestPage.module.css"

export function SentRequest({ request }: { request: InboundRequestDetail }) {
  const [tab, setTab] = useState<string | null>("body")
  return (
    <section className={classes.card} aria-label="What was sent">
      <Tabs value={tab} onChange={setTab}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="body">Body</Tabs.Tab>
          <Tabs.Tab value="headers">Headers ({request.headers.length})</Tabs.Tab>
          <Tabs.Tab value="query">Query</Tabs.Tab>
          <Tabs.Tab value="curl">curl</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="body">
          <Body request={request} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <Headers rows={request.headers} />
        </Tabs.Panel>
        <Tabs.Panel value="query">
          {request.query ? (
            <Headers rows={[...new URLSearchParams(request.query)]} />
          ) : (
            <Text c="dimmed">The URL had no query.</Text>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="curl">
          <pre className={classes.body}>{request.curl}</pre>
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

function Headers({ rows }: { rows: [string, string][] }) {
  return (
    <table className={classes.headers}>
      <tbody>
        {rows.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and nothing reorders
          <tr key={index}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{value}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Body({ request }: { request: InboundRequestDetail }) {
  if (request.body === null) {
    return (
      <>
        <Text size="sm" c="dimmed" mb={4}>
          Not text; shown as base64.
        </Text>
        <pre className={classes.body}>{request.bodyBase64}</pre>
      </>
    )
  }
  if (request.body === "") return <Text c="dimmed">There was no body.</Text>
  if (/json/i.test(request.contentType)) {
    try {
      return <Json value={JSON.parse(request.body)} open={4} />
    } catch {
      // As it came: what is wrong with it is exactly what one wants to see.
    }
  }
  return <pre className={classes.body}>{request.body}</pre>
}
