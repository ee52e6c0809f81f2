/** What somebody tries in the preview: values, and pretended connections and secrets. Choices of flows are really asked for. */
import { useDebouncedValue } from "@mantine/hooks"
import { useQueries, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useParams } from "react-router"
import { api } from "../../api/client"
import type { Service } from "../../api/types"
import { type FormValues, Unread } from "../../config/values"
import type { Choice, Definition } from "../../flow/definition"
import { isSeen, type WizardPage } from "../../flow/pages"
import { useChoices } from "../../ui/paged"
import type { PageDeeds, PageState, WizardChoices, WizardConnection, WizardSecret } from "../view/contract"
import { variablesOn } from "../view/progress"
import { useBoard } from "./board"

type Tried = Pick<PageState, "values" | "connections" | "choices" | "secret">

const SAMPLE_CONNECTION = "sample"
const PAUSE = 600

export function useTrying(page: WizardPage | undefined): { tried: Tried; deeds: PageDeeds; startOver: () => void } {
  const { definition } = useBoard()
  const [values, setValues] = useState<FormValues>({})
  const [secret, setSecret] = useState<WizardSecret>({ state: "none" })
  const change = (key: string, value: unknown) => setValues((before) => ({ ...before, [key]: value }))
  const { choices, reload } = useFlowChoices(definition, page, values)
  const connect = (key: string) => change(key, SAMPLE_CONNECTION)
  return {
    tried: { values, connections: useSampleConnections(definition, values), choices, secret },
    deeds: {
      change,
      connect,
      takeConnection: connect,
      enterSecret: (entered) => setSecret({ state: "kept", hint: entered.slice(-4) }),
      makeSecret: () => setSecret({ state: "kept", shown: "whsec_a_sample_that_signs_nothing" }),
      reloadChoices: reload,
    },
    startOver: () => {
      setValues({})
      setSecret({ state: "none" })
    },
  }
}

function useSampleConnections(definition: Definition, values: FormValues): Record<string, WizardConnection> {
  const services = useChoices<Service>("/api/services").data ?? []
  const connections = (definition.configVariables ?? []).filter(({ type }) => type === "connection")
  return Object.fromEntries(
    connections.map(({ key, name, service: wanted }) => {
      const service = services.find((one) => one.key === wanted)
      const connected = values[key] === SAMPLE_CONNECTION
      const shown: WizardConnection = {
        service: service?.name ?? wanted ?? name,
        instructions: typeof service?.settings.instructions === "string" ? service.settings.instructions : null,
        fields: service?.fieldsAsked ?? [],
        existing: [],
        state: connected ? "connected" : "none",
        name: connected ? "a sample account" : null,
      }
      return [key, shown]
    }),
  )
}

/** Of the page that is shown alone: each asks the server to run a flow. */
function useFlowChoices(definition: Definition, page: WizardPage | undefined, values: FormValues) {
  const { id = "" } = useParams()
  const queries = useQueryClient()
  const { readOnly } = useBoard()
  const [config] = useDebouncedValue(readable(values), PAUSE)
  const filled = page
    ? variablesOn(page, (definition.configVariables ?? []).filter(isSeen)).filter((one) => one.choicesFrom?.flow)
    : []
  const keyOf = (key: string, flow: string) => [
    "draft choices",
    id,
    key,
    JSON.stringify(definition.flows.find((one) => one.key === flow)),
    config,
  ]
  const ask = (variable: string, fresh: boolean) =>
    api.post<{ choices: Choice[] }>(`/api/integrations/${id}/draft/choices`, { variable, config, fresh, definition })
  const results = useQueries({
    queries: filled.map(({ key, choicesFrom }) => ({
      queryKey: keyOf(key, choicesFrom?.flow ?? ""),
      queryFn: () => ask(key, false),
      enabled: !readOnly,
      retry: false,
      staleTime: 30_000,
    })),
  })
  const choices = Object.fromEntries(
    filled.map(({ key }, index): [string, WizardChoices] => {
      const result = results[index]
      if (result?.isError && !result.isFetching)
        return [key, { state: "failed", choices: [], problem: result.error.message }]
      return [
        key,
        { state: result?.data && !result.isFetching ? "ready" : "loading", choices: result?.data?.choices ?? [] },
      ]
    }),
  )
  const reload = (key: string) => {
    const flow = filled.find((one) => one.key === key)?.choicesFrom?.flow
    if (flow)
      void queries
        .fetchQuery({ queryKey: keyOf(key, flow), queryFn: () => ask(key, true), staleTime: 0 })
        .catch(() => {})
  }
  return { choices, reload }
}

const readable = (values: FormValues): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && !(value instanceof Unread)))
