/** The inputs of an External event trigger: which connector, which of its events, and what that event asks for. */
import { Anchor, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { Link } from "react-router"
import { api } from "../../api/client"
import type { Component } from "../../api/types"
import type { Problem, Step } from "../../flow/definition"
import type { InputSchema } from "../../flow/schema"
import type { KnownConnector, WholeConnector } from "../../listening/types"
import { InputForm } from "../form/InputForm"
import { literalOf } from "../form/modes"

interface Props {
  step: Step
  component: Component
  problems: Problem[]
}

export function EventForm({ step, component, problems }: Props) {
  const connectors = useQuery({
    queryKey: ["connector-choices"],
    queryFn: () => api.get<KnownConnector[]>("/api/connectors"),
  })
  const key = textOf(step, "connector")
  const chosen = useQuery({
    queryKey: ["connector-choices", key],
    queryFn: () => api.get<WholeConnector>(`/api/connectors/${encodeURIComponent(key)}`),
    enabled: key !== "",
    retry: false,
  })
  const event = chosen.data?.elements.find((each) => each.kind === "event" && each.key === textOf(step, "event"))
  const known = useMemo(
    () => withChoices(component, connectors.data, chosen.data, event?.parametersSchema),
    [component, connectors.data, chosen.data, event],
  )
  return (
    <>
      <InputForm step={step} component={known} problems={problems} />
      {event && (
        <Text size="xs" c="dimmed" mt="xs">
          {WAYS[event.implementationType] ?? ""} {event.description}{" "}
          <Anchor component={Link} to={`/connectors/${key}`} size="xs" underline="always">
            About {chosen.data?.name}
          </Anchor>
        </Text>
      )}
    </>
  )
}

const WAYS: Record<string, string> = {
  webhook: "Registers itself at the service when an instance is switched on.",
  "global-webhook": "Arrives at the integration's global webhook: its URL is on the Endpoint page.",
  polling: "The service is asked for it every few minutes.",
}

function withChoices(
  component: Component,
  connectors: KnownConnector[] | undefined,
  chosen: WholeConnector | undefined,
  parameters: object | undefined,
): Component {
  const properties = { ...(component.inputs.properties as Record<string, InputSchema>) }
  const choose = (name: string, choices: { key: string; name: string }[]) => {
    if (choices.length > 0)
      properties[name] = {
        ...properties[name],
        oneOf: choices.map((each) => ({ const: each.key, title: each.name })),
      }
  }
  choose("connector", connectors?.filter((each) => each.events > 0) ?? [])
  choose("event", chosen?.elements.filter((each) => each.kind === "event") ?? [])
  const asks = parameters as InputSchema | undefined
  if (asks?.properties && Object.keys(asks.properties).length > 0)
    properties.parameters = { ...asks, title: "Parameters", type: "object" }
  else if (asks) delete properties.parameters
  return { ...component, inputs: { ...component.inputs, properties } }
}

function textOf(step: Step, name: string): string {
  const value = literalOf(step.inputs?.[name])
  return typeof value === "string" ? value : ""
}
