/** The request a test sends. */
import { Autocomplete, Button, Group, Select, Text, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { useMemo, useState } from "react"
import { CodeEditor } from "../ui/CodeEditor"
import { tell } from "../ui/Problem"
import { looksLikeCurl, readCurl } from "./curl/curl"
import { type Address, curlIntoPayload } from "./curl/intoPayload"
import { PasteCurl } from "./curl/PasteCurl"
import { HeaderRows } from "./HeaderRows"
import { bodyProblem, CONTENT_TYPES, hasBody, METHODS, type Payload, tidyBody } from "./payload"
import { SampleMenu } from "./SampleMenu"
import classes from "./TestDrawer.module.css"
import { useTakeSample } from "./useSampleSources"

interface PayloadFormProps {
  integrationId: string
  flowKey: string | null
  /** Where the draft is called, once it is known. */
  address: Address | null
  payload: Payload
  change: (change: Partial<Payload>) => void
}

export function PayloadForm({ integrationId, flowKey, address, payload, change }: PayloadFormProps) {
  const [pasting, setPasting] = useState(false)
  const [notes, setNotes] = useState<{ of: string; sentences: string[] } | null>(null)
  const { takePayload } = useTakeSample(integrationId, flowKey)

  /** `false` when the text is no whole curl command; why not is told. */
  const takeCurl = (command: string): boolean => {
    const reading = readCurl(command)
    if ("problem" in reading) {
      tell(reading.problem)
      return false
    }
    const taken = curlIntoPayload(reading.request, address)
    takePayload(taken.payload)
    setNotes({ of: taken.payload.source, sentences: taken.notes })
    setPasting(false)
    return true
  }

  return (
    <div
      className={classes.form}
      onPasteCapture={(event) => {
        const text = event.clipboardData.getData("text/plain")
        if (pasting || !looksLikeCurl(text) || !takeCurl(text)) return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <Group gap={6} justify="space-between">
        <SampleMenu integrationId={integrationId} flowKey={flowKey} pasteCurl={() => setPasting(true)} />
        <Text size="xs" c="dimmed">
          Payload: {payload.source}
        </Text>
      </Group>
      {pasting && <PasteCurl take={takeCurl} close={() => setPasting(false)} />}
      {notes?.of === payload.source &&
        notes.sentences.map((sentence) => (
          <Text key={sentence} size="xs" c="var(--hy-warn)" role="status">
            {sentence}
          </Text>
        ))}
      <Group gap={6} wrap="nowrap" align="flex-end">
        <Select
          label="Method"
          w={92}
          allowDeselect={false}
          data={METHODS.includes(payload.method) ? METHODS : [...METHODS, payload.method]}
          value={payload.method}
          onChange={(method) => method && change({ method })}
        />
        <Autocomplete
          label="Content type"
          size="xs"
          flex={1}
          data={CONTENT_TYPES}
          disabled={!hasBody(payload.method)}
          value={payload.contentType}
          onChange={(contentType) => change({ contentType })}
        />
      </Group>
      {hasBody(payload.method) && <Body payload={payload} change={change} />}
      <Group gap={6} grow>
        <TextInput
          label="Query"
          placeholder="a=1&b=2"
          value={payload.query}
          onChange={(event) => change({ query: event.currentTarget.value })}
        />
        <TextInput
          label="Path behind the URL"
          placeholder="orders/42"
          value={payload.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
        />
      </Group>
      <div>
        <Text size="xs" fw={550} mb={2}>
          Headers
        </Text>
        <HeaderRows rows={payload.headers} change={(headers) => change({ headers })} />
      </div>
    </div>
  )
}

/** Reading a longer body at every letter would be felt. */
const LONG = 100_000
const WHEN_QUIET = 400

/** What is odd about the body, of a long one once nobody types, and whether it is short and laid out already. */
function useLooked(payload: Payload): { problem: string | null; tidy: boolean } {
  const { method, contentType, body } = payload
  const [quiet] = useDebouncedValue(body, WHEN_QUIET)
  const long = body.length > LONG
  const at = long ? quiet : body
  const problem = useMemo(() => bodyProblem({ method, contentType, body: at }), [method, contentType, at])
  const tidy = useMemo(() => !long && tidyBody(body) === body, [long, body])
  return { problem: at === body ? problem : null, tidy }
}

function Body({ payload, change }: Pick<PayloadFormProps, "payload" | "change">) {
  const { problem, tidy } = useLooked(payload)
  return (
    <div>
      <Group justify="space-between" mb={2}>
        <Text size="xs" fw={550}>
          Body
        </Text>
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={tidy}
          onClick={() => change({ body: tidyBody(payload.body), source: payload.source })}
        >
          Tidy
        </Button>
      </Group>
      <CodeEditor
        label="Body"
        language={/json/i.test(payload.contentType) ? "json" : "text"}
        value={payload.body}
        onChange={(body) => change({ body })}
        minHeight="110px"
        maxHeight="260px"
      />
      <Text size="xs" c={problem ? "var(--hy-warn)" : "dimmed"} mih={18} mt={2} role="status">
        {problem}
      </Text>
    </div>
  )
}
