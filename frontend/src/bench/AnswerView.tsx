/** The HTTP answer the sender gets: status, headers, body. */
import { Text } from "@mantine/core"
import type { TestRun } from "../api/types"
import { Json } from "../ui/Json"
import { StatusBadge } from "../ui/StatusBadge"
import { Facts } from "./Facts"
import classes from "./RunResult.module.css"

type Answer = NonNullable<TestRun["answer"]>

export function AnswerView({ answer }: { answer: Answer }) {
  const headers = Array.isArray(answer.headers) ? answer.headers : Object.entries(answer.headers)
  const good = answer.status < 400
  return (
    <section className={classes.detail} aria-label="Answer">
      <h3 className={classes.heading} style={{ margin: 0 }}>
        Answer to the sender
        <StatusBadge status={good ? "succeeded" : "failed"} label={String(answer.status)} />
      </h3>
      <Facts facts={headers.map(([name, value]) => [name, <code key={name}>{value}</code>])} />
      <Body text={answer.body} />
    </section>
  )
}

function Body({ text }: { text: string }) {
  if (text === "") return <Text c="dimmed">No body.</Text>
  try {
    return <Json value={JSON.parse(text)} />
  } catch {
    return <Json value={text} />
  }
}
