/** Who gets the new version at once, what it changes for them, and what the rest stay on. */
import { Checkbox, MultiSelect, Radio, Stack, Text } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Instance, Page } from "../api/types"
import { ForecastView } from "../rollouts/ForecastView"
import { useForecast, useLabels } from "../rollouts/rolloutData"
import { useSession } from "../shell/session"
import { useChoices } from "../ui/paged"
import { type Audience, choiceOf } from "./publishing"

interface Props {
  integrationId: string
  /** One URL for all customers: it verifies and routes by the live version. */
  shared: boolean
  live: number
  next: number
  audience: Audience
  change: (audience: Audience) => void
  /** Called when a link leads away. */
  leave: () => void
}

/** Whether anybody has the integration: without customers there is nobody to choose. */
export const useHasCustomers = (integrationId: string) =>
  useQuery({
    queryKey: ["/api/instances", { integration: integrationId }, "any"],
    queryFn: async () =>
      (await api.get<Page<Instance>>("/api/instances", { integration: integrationId, limit: 1 })).results.length > 0,
    staleTime: 0,
  }).data

export function PublishAudience({ integrationId, shared, live, next, audience, change, leave }: Props) {
  const operator = useSession().can("operator")
  const [settled] = useDebouncedValue(audience, 250)
  const forecast = useForecast(integrationId, null, choiceOf(settled))
  return (
    <section aria-label="Customers">
      <Stack gap="sm">
        <Radio.Group
          label={`Who gets version ${next} at once?`}
          description="The others stay on theirs. You can promote it to them, or roll it back, under Versions."
          value={audience.who}
          onChange={(who) => change({ ...audience, who: who as Audience["who"] })}
        >
          <Stack gap={6} mt={8}>
            <Radio size="xs" value="nobody" label="Nobody yet" />
            <Radio size="xs" value="some" label="Some, by label or by name" disabled={!operator} />
            <Radio size="xs" value="everyone" label="Everyone" disabled={!operator} />
          </Stack>
        </Radio.Group>
        {audience.who === "some" && <Some integrationId={integrationId} audience={audience} change={change} />}
        {choiceOf(audience) && (
          <ForecastView
            integrationId={integrationId}
            forecast={forecast.data}
            target={`version ${next}`}
            compareTo="draft"
            leave={leave}
          />
        )}
        {audience.who !== "everyone" && (
          <Checkbox
            size="xs"
            label={`Make it the live version now${shared ? ", which the shared URL verifies and routes by" : ""}`}
            description={`New customers get the live version. It stays version ${live} otherwise.`}
            checked={audience.live}
            onChange={(event) => change({ ...audience, live: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </section>
  )
}

type SomeProps = Pick<Props, "integrationId" | "audience" | "change">

function Some({ integrationId, audience, change }: SomeProps) {
  const labels = useLabels().data ?? []
  const [text, setText] = useState("")
  const [search] = useDebouncedValue(text, 200)
  const found = useChoices<Instance>("/api/instances", { integration: integrationId, search }).data ?? []
  const known = [...audience.instances, ...found.filter(({ id }) => audience.instances.every((one) => one.id !== id))]
  const byLabel = audience.labels.length > 0
  return (
    <Stack gap="xs">
      {labels.length > 0 && (
        <MultiSelect
          label="By label"
          placeholder={byLabel ? "" : "Whoever has one of these"}
          searchable
          disabled={audience.instances.length > 0}
          data={labels.map(({ label, count }) => ({ value: label, label: `${label} (${count})` }))}
          value={audience.labels}
          onChange={(chosen) => change({ ...audience, labels: chosen })}
        />
      )}
      <MultiSelect
        label="By name"
        placeholder={audience.instances.length > 0 ? "" : "Name, external id or alias"}
        searchable
        disabled={byLabel}
        nothingFoundMessage="No such customer has this integration"
        // The server has searched, aliases too; nothing of what it found may be hidden again.
        filter={({ options }) => options}
        data={known.map(({ id, customer, version }) => ({
          value: id,
          label: `${customer.name}, on version ${version}`,
        }))}
        value={audience.instances.map(({ id }) => id)}
        searchValue={text}
        onSearchChange={setText}
        onChange={(ids) => change({ ...audience, instances: known.filter(({ id }) => ids.includes(id)) })}
      />
      {labels.length > 0 && (
        <Text size="xs" c="dimmed">
          Choose by labels, or by name.
        </Text>
      )}
    </Stack>
  )
}
