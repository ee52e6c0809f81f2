/** What came of a function that was tried: result or error with its place, console, and the calls it made. */
import { Accordion, Alert, Badge, Group, Stack, Text, Title } from "@mantine/core"
import type { FunctionRun } from "../api/types"
import { Json } from "../ui/Json"
import classes from "./connectors.module.css"
import { counted } from "./words"

export function RunReport({ run }: { run: FunctionRun }) {
  return (
    <Stack gap="md">
      <section>
        <Head title={run.ok ? "Result" : "It failed"} aside={`${run.milliseconds.toLocaleString()} ms`} />
        {run.error ? <Failure error={run.error} /> : <Json value={run.value} />}
      </section>
      <section>
        <Head title="Console" aside={counted(run.logs.length, "line", "lines")} />
        {run.logs.length > 0 && (
          <pre className={classes.log}>
            {run.logs.map(({ level, message }) => `${level.padEnd(5)} ${message}`).join("\n")}
          </pre>
        )}
      </section>
      <section>
        <Head title="Calls made" aside={counted(run.calls.length, "call", "calls")} />
        <Accordion variant="separated" chevronPosition="left">
          {run.calls.map((call, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was done never changes its order
            <Call key={index} call={call} value={String(index)} />
          ))}
        </Accordion>
      </section>
    </Stack>
  )
}

function Head({ title, aside }: { title: string; aside: string }) {
  return (
    <Group gap="xs" align="baseline" mb={6}>
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed">
        {aside}
      </Text>
    </Group>
  )
}

function Failure({ error }: { error: NonNullable<FunctionRun["error"]> }) {
  const place = error.file && `${error.file}${error.line ? `:${error.line}` : ""}`
  return (
    <Alert color="red" variant="light" title={error.message}>
      {place && <Text size="sm">In {place}</Text>}
      {error.stack && error.stack !== place && (
        <Text size="xs" ff="monospace" mt={4} style={{ whiteSpace: "pre-wrap" }}>
          {error.stack}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        <code>{error.code}</code>
      </Text>
    </Alert>
  )
}

function Call({ call, value }: { call: FunctionRun["calls"][number]; value: string }) {
  const good = call.status !== null && call.status < 400
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Group gap="xs" wrap="nowrap">
          <Badge size="sm" variant="light" color={good ? "green" : "red"}>
            {call.status ?? "failed"}
          </Badge>
          <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {call.method} {call.url}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {call.milliseconds} ms
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {call.error && <Text size="sm">{call.error}</Text>}
        <Body title="Sent" text={call.requestBody} />
        <Body title="Answered" text={call.responseBody} />
      </Accordion.Panel>
    </Accordion.Item>
  )
}

const Body = ({ title, text }: { title: string; text: string }) =>
  text && (
    <>
      <Text size="xs" fw={600} mt={4}>
        {title}
      </Text>
      <pre className={classes.log}>{text}</pre>
    </>
  )
