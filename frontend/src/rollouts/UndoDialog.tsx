/** Takes a rollout back: everybody it moved, and that is still there, goes back to the version they had. */
import { Button, Group, Stack, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Rollout } from "../api/types"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice } from "../ui/Problem"
import { ForecastView } from "./ForecastView"
import { RolloutProgress } from "./RolloutProgress"
import { rolloutsPath, useUndoForecast } from "./rolloutData"
import { titleOf } from "./words"

interface Props {
  integrationId: string
  rollout: Rollout
  close: () => void
}

export function UndoDialog({ integrationId, rollout, close }: Props) {
  const [started, setStarted] = useState<Rollout | null>(null)
  const forecast = useUndoForecast(rollout, integrationId)
  const undo = useMutation({
    mutationFn: () => api.post<Rollout>(`${rolloutsPath(integrationId)}/${rollout.id}/undo`),
    onSuccess: setStarted,
  })
  return (
    <Dialog onClose={close} busy={undo.isPending} title={`Roll back: ${titleOf(rollout)}`} size="lg">
      {started ? (
        <RolloutProgress integrationId={integrationId} started={started} close={close} />
      ) : (
        <Stack gap="md">
          {forecast.isError ? (
            <ProblemNotice failure={forecast.error} />
          ) : (
            <ForecastView integrationId={integrationId} forecast={forecast.data} />
          )}
          {rollout.liveBefore !== null && (
            <Text size="sm">
              Version {rollout.liveBefore} becomes the live one again, if version {rollout.version} still is.
            </Text>
          )}
          {undo.isError && <ProblemNotice failure={undo.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button loading={undo.isPending} disabled={!forecast.data} onClick={() => undo.mutate()}>
              Roll back
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}
