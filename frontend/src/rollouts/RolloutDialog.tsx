/** Moves chosen customers to a version: first what it would change and for whom, then how it went. */
import { Button, Checkbox, Group, Select, Stack, Text } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Choice, Integration, Move, Rollout } from "../api/types"
import { integrationQuery } from "../shell/IntegrationFrame"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice } from "../ui/Problem"
import { versionsQuery } from "../versions/versionData"
import { ForecastView } from "./ForecastView"
import { RolloutProgress } from "./RolloutProgress"
import { rolloutsPath, useForecast } from "./rolloutData"
import { UpgradeDialog } from "./UpgradeDialog"
import { customers, whoIn } from "./words"

interface Props {
  integrationId: string
  choice: Choice
  /** What is offered first. */
  version: number
  close: () => void
}

export function RolloutDialog({ integrationId, choice, version: first, close }: Props) {
  const [version, setVersion] = useState(first)
  const [started, setStarted] = useState<Rollout | null>(null)
  const integration = useQuery(integrationQuery(integrationId)).data
  const title = started ? `Version ${version} for ${whoIn(choice)}` : `Move ${whoIn(choice)}`
  return (
    <Dialog onClose={close} title={title} size="lg">
      {started ? (
        <RolloutProgress integrationId={integrationId} started={started} close={close} />
      ) : (
        integration && (
          <Plan {...{ integration, choice, version, setVersion, close }} started={(rollout) => setStarted(rollout)} />
        )
      )}
    </Dialog>
  )
}

interface PlanProps {
  integration: Integration
  choice: Choice
  version: number
  setVersion: (version: number) => void
  started: (rollout: Rollout) => void
  close: () => void
}

function Plan({ integration, choice, version, setVersion, started, close }: PlanProps) {
  const { id, liveVersion } = integration
  const versions = useQuery(versionsQuery(id)).data ?? []
  const forecast = useForecast(id, version, choice)
  const everyone = choice.everyone === true
  const [live, setLive] = useState<boolean | null>(null)
  const changesLive = (live ?? everyone) && version !== liveVersion
  const [filling, setFilling] = useState<Move | null>(null)
  const begin = useMutation({
    mutationFn: () => api.post<Rollout>(rolloutsPath(id), { version, choice, live: changesLive }),
    onSuccess: started,
  })
  const moving = forecast.data?.moving ?? 0
  return (
    <Stack gap="md">
      <Select
        label="To version"
        allowDeselect={false}
        data={versions.map(({ number, comment }) => ({
          value: String(number),
          label: `${number}${number === liveVersion ? ", live" : ""}${comment ? `: ${comment}` : ""}`,
        }))}
        value={String(version)}
        onChange={(value) => value && setVersion(Number(value))}
      />
      {forecast.isError ? (
        <ProblemNotice failure={forecast.error} />
      ) : (
        <ForecastView
          integrationId={id}
          forecast={forecast.data}
          target={`version ${version}`}
          compareTo={version}
          fillIn={setFilling}
          leave={close}
        />
      )}
      {version !== liveVersion && (
        <Checkbox
          label={`Also make version ${version} the live one`}
          description="New customers get it, and a shared URL verifies and routes by it."
          checked={live ?? everyone}
          onChange={(event) => setLive(event.currentTarget.checked)}
        />
      )}
      {begin.isError && <ProblemNotice failure={begin.error} />}
      <Group justify="flex-end" gap="xs">
        <Text size="sm" c="dimmed" mr="auto">
          It can be taken back under Rollouts.
        </Text>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          disabled={!forecast.data || (moving === 0 && !changesLive)}
          loading={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {moving === 0 && changesLive ? `Make version ${version} live` : `Move ${customers(moving)}`}
        </Button>
      </Group>
      {filling && (
        <UpgradeDialog
          integrationId={id}
          instance={filling.instance}
          version={version}
          close={() => {
            setFilling(null)
            void forecast.refetch()
          }}
        />
      )}
    </Stack>
  )
}
