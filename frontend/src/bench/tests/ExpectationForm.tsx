/** What a test expects, field by field. Only what is given is compared. */
import { Button, Group, NumberInput, SegmentedControl, Select, Switch, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import type { SavedTest } from "../../api/types"
import { CodeEditor } from "../../ui/CodeEditor"
import type { Expectation } from "./expectation"
import classes from "./tests.module.css"

interface Props {
  test: SavedTest
  /** Flows of the draft, for whom an endpoint's request may be. */
  flows: { value: string; label: string }[]
  keep: (expected: Expectation) => Promise<unknown>
  close: () => void
}

const OUTCOMES = [
  { value: "succeeded", label: "succeeds" },
  { value: "failed", label: "fails" },
  { value: "stopped", label: "stops on the road" },
]
const MATCHES = [
  { value: "contains", label: "Contains this" },
  { value: "equals", label: "Is exactly this" },
]

export function ExpectationForm({ test, flows, keep, close }: Props) {
  const [expected, setExpected] = useState<Expectation>(test.expected)
  const [broken, setBroken] = useState<Record<string, string | null>>({})
  const [busy, setBusy] = useState(false)
  /** Undefined takes the field out. */
  const set = (name: keyof Expectation, value: unknown) =>
    setExpected(({ [name]: _before, ...others }) => (value === undefined ? others : { ...others, [name]: value }))
  const isBroken = Object.values(broken).some(Boolean)
  return (
    <form
      className={classes.form}
      aria-label="Expectation"
      onSubmit={(event) => {
        event.preventDefault()
        setBusy(true)
        void keep(expected).finally(() => setBusy(false))
      }}
    >
      <Group gap={8} align="flex-end">
        <Select
          label="Outcome"
          w={150}
          clearable
          placeholder="any"
          data={OUTCOMES}
          value={expected.outcome ?? null}
          onChange={(value) => set("outcome", value ?? undefined)}
        />
        {expected.outcome !== "succeeded" && (
          <TextInput
            label="Error code"
            placeholder="any"
            value={expected.code ?? ""}
            onChange={(event) => set("code", event.currentTarget.value || undefined)}
          />
        )}
        <NumberInput
          label="Answer status"
          w={110}
          placeholder="any"
          min={100}
          max={599}
          hideControls
          value={expected.answerStatus ?? ""}
          onChange={(value) => set("answerStatus", typeof value === "number" ? value : undefined)}
        />
        {test.kind === "endpoint" && (
          <>
            <Select
              label="Comes to flow"
              w={170}
              clearable
              placeholder="any"
              data={flows}
              value={expected.flow ?? null}
              onChange={(value) => set("flow", value ?? undefined)}
            />
            <TextInput
              label="Customer's external id"
              placeholder="any"
              value={expected.customer ?? ""}
              onChange={(event) => set("customer", event.currentTarget.value || undefined)}
            />
          </>
        )}
      </Group>
      <JsonPart
        label="Result"
        given={"result" in expected}
        value={expected.result}
        change={(value) => set("result", value)}
        broken={(why) => setBroken((old) => ({ ...old, result: why }))}
      />
      <JsonPart
        label="Body of the answer"
        given={"answerBody" in expected}
        value={expected.answerBody}
        change={(value) => set("answerBody", value)}
        broken={(why) => setBroken((old) => ({ ...old, answerBody: why }))}
      />
      {("result" in expected || "answerBody" in expected) && (
        <div>
          <SegmentedControl
            aria-label="How it is compared"
            data={MATCHES}
            value={expected.match ?? "contains"}
            onChange={(value) => set("match", value)}
          />
          <Text size="xs" c="dimmed" mt={4}>
            <code>{'{"$any": true}'}</code> stands for a value that may vary, <code>{'{"$any": "text"}'}</code> for one
            of a kind.
          </Text>
        </div>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={isBroken}>
          Keep expectation
        </Button>
      </Group>
    </form>
  )
}

interface JsonPartProps {
  label: string
  given: boolean
  value: unknown
  /** Undefined: not compared. */
  change: (value: unknown) => void
  broken: (why: string | null) => void
}

function JsonPart({ label, given, value, change, broken }: JsonPartProps) {
  const [text, setText] = useState(() => JSON.stringify(value ?? null, null, 2))
  const [problem, setProblem] = useState<string | null>(null)
  const tell = (why: string | null) => {
    setProblem(why)
    broken(why)
  }
  const type = (next: string) => {
    setText(next)
    try {
      change(JSON.parse(next))
      tell(null)
    } catch (failure) {
      tell(failure instanceof Error ? failure.message : "not JSON")
    }
  }
  return (
    <div className={classes.part}>
      <Switch
        label={`Check: ${label.toLowerCase()}`}
        checked={given}
        onChange={(event) => {
          tell(null)
          if (event.currentTarget.checked) type(text)
          else change(undefined)
        }}
      />
      {given && (
        <CodeEditor label={label} language="json" value={text} onChange={type} minHeight="60px" maxHeight="220px" />
      )}
      {problem && (
        <Text size="xs" c="var(--hy-bad)" role="alert">
          Not JSON yet: {problem}
        </Text>
      )}
    </div>
  )
}
