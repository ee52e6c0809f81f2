/** Runs any function of a connector with pasted arguments, and shows what came of it. */
import { Button, Select, Stack, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { Play } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { ConnectorElement, FunctionCall, FunctionRun, Service, WholeConnector } from "../api/types"
import { CodeEditor } from "../ui/CodeEditor"
import { ProblemNotice } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { firstArguments } from "./arguments"
import classes from "./connectors.module.css"
import { RunReport } from "./RunReport"
import { KINDS, ORDER } from "./words"

const PASTED = "pasted"

interface Choice {
  element: ConnectorElement
  method: string
}

const nameOf = ({ element, method }: Choice): string => `${element.kind}/${element.key}/${method}`

const choicesOf = ({ elements }: WholeConnector): Choice[] =>
  ORDER.flatMap((kind) =>
    elements
      .filter((element) => element.kind === kind)
      .flatMap((element) => element.methods.map((method) => ({ element, method: method.name }))),
  )

/** As whom functions are tried. What was typed lives as long as the page of its connector, and nowhere else. */
export interface Who {
  account: string | null
  credentials: string
}

export const NOBODY: Who = { account: null, credentials: "{\n  \n}" }

interface TesterProps {
  connector: WholeConnector
  who: Who
  setWho: (who: Who) => void
}

export function FunctionTester({ connector, who, setWho }: TesterProps) {
  const choices = choicesOf(connector)
  const [name, setName] = useState(choices[0] ? nameOf(choices[0]) : "")
  const choice = choices.find((one) => nameOf(one) === name)
  if (!choice) {
    return (
      <Text c="dimmed" p="lg">
        The package has no functions yet.
      </Text>
    )
  }
  const grouped = ORDER.map((kind) => ({
    group: KINDS[kind].many,
    items: choices
      .filter(({ element }) => element.kind === kind)
      .map((one) => ({ value: nameOf(one), label: `${one.element.name} · ${one.method}` })),
  })).filter(({ items }) => items.length > 0)
  const payload = connector.elements.find((element) => element.kind === "event" && element.example)?.example
  return (
    <div className={classes.columns}>
      <Tried
        key={name}
        connector={connector}
        choice={choice}
        start={JSON.stringify(firstArguments(choice.element, choice.method, payload), null, 2)}
        who={who}
        setWho={setWho}
      >
        <Select
          label="Function"
          data={grouped}
          value={name}
          allowDeselect={false}
          searchable
          onChange={(next) => next && setName(next)}
        />
      </Tried>
    </div>
  )
}

interface TriedProps {
  connector: WholeConnector
  choice: Choice
  start: string
  who: Who
  setWho: (who: Who) => void
  children: React.ReactNode
}

function Tried({ connector, choice: { element, method }, start, who, setWho, children }: TriedProps) {
  const [given, setGiven] = useState(start)
  const { account, credentials } = who
  const services = usePaged<Service>("/api/services")
  const run = useMutation({
    mutationFn: () => {
      const pasted = account === PASTED && { credentials: read(credentials, "Credentials") }
      const connection = account && account !== PASTED && { connection: account }
      const call: FunctionCall = {
        kind: element.kind,
        element: element.key,
        method,
        version: connector.version,
        arguments: read(given, "Arguments"),
        ...pasted,
        ...connection,
      }
      return api.post<FunctionRun>(`/api/connectors/${connector.key}/run`, call)
    },
  })
  const connections = (services.items ?? []).flatMap(({ name, testConnection }) =>
    testConnection ? [{ value: testConnection.id, label: `Test connection of ${name}` }] : [],
  )
  return (
    <>
      <Stack gap="sm">
        {children}
        <div>
          <Text size="sm" fw={500} mb={4}>
            Arguments
          </Text>
          <CodeEditor
            label="Arguments"
            language="json"
            value={given}
            onChange={setGiven}
            minHeight="180px"
            maxHeight="46vh"
          />
        </div>
        <Select
          label="Account"
          description="With one the function also gets apiClient and credentials."
          placeholder="None"
          data={[...connections, { value: PASTED, label: "Credentials pasted here" }]}
          value={account}
          clearable
          clearButtonProps={{ "aria-label": "No account" }}
          onChange={(next) => setWho({ ...who, account: next })}
        />
        {account === PASTED && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              Credentials
            </Text>
            <CodeEditor
              label="Credentials"
              language="json"
              value={credentials}
              onChange={(typed) => setWho({ ...who, credentials: typed })}
              minHeight="80px"
            />
            <Text size="xs" c="dimmed" mt={4}>
              Used for this run and kept nowhere.
            </Text>
          </div>
        )}
        <div>
          <Button leftSection={<Play size={15} />} loading={run.isPending} onClick={() => run.mutate()}>
            Run
          </Button>
        </div>
      </Stack>
      <div aria-live="polite">
        {run.isError && <ProblemNotice failure={run.error} />}
        {run.data ? (
          <RunReport run={run.data} />
        ) : (
          <Text c="dimmed" size="sm">
            Result, console and calls appear here.
          </Text>
        )}
      </div>
    </>
  )
}

/** Throws with the name of the field, as the report shows it. */
function read(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (failure) {
    throw new Error(`${what} are no JSON: ${failure instanceof Error ? failure.message : failure}`)
  }
  throw new Error(`${what} are a JSON object: { ... }.`)
}
