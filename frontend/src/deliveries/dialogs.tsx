/** The questions before something is done to a destination. */
import { NumberInput, Select, Switch, Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { DestinationDetail, KeptDestination } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { tell } from "../ui/Problem"

interface Shared {
  destination: DestinationDetail
  at: string
  changed: () => Promise<void>
  close: () => void
}

export function RotateDialog({
  destination,
  at,
  changed,
  close,
  kept,
}: Shared & { kept: (row: KeptDestination) => void }) {
  const [overlapHours, setHours] = useState(24)
  const submit = async () => {
    kept(await api.post<KeptDestination>(`${at}/rotate`, { overlapHours }))
    await changed()
  }
  return (
    <FormDialog title={`A new signing key for ${destination.name}`} action="Make a key" submit={submit} close={close}>
      <Text size="sm">
        The public key changes with it. Until the old ones end, events are signed by both: time to give the receiver the
        new one.
      </Text>
      <NumberInput
        label="Old keys sign as well for"
        description={overlapHours === 0 ? "A receiver that has the old one refuses events from now on." : undefined}
        suffix=" hours"
        min={0}
        max={336}
        allowDecimal={false}
        value={overlapHours}
        onChange={(value) => typeof value === "number" && setHours(value)}
      />
    </FormDialog>
  )
}

export function EndOldKeyDialog({ destination, close }: Pick<Shared, "destination" | "close">) {
  const queries = useQueryClient()
  const submit = async () => {
    await api.post(`/api/destinations/${destination.id}/end-previous-key`)
    await queries.invalidateQueries({ queryKey: ["/api/destinations"] })
  }
  return (
    <FormDialog
      title={`End the old keys of ${destination.name}?`}
      action="End them"
      danger
      submit={submit}
      close={close}
    >
      <Text size="sm">Only the new ones sign from now on. A receiver that has an old one refuses what comes.</Text>
    </FormDialog>
  )
}

const SPANS = [
  { value: "1", label: "The last hour" },
  { value: "24", label: "The last day" },
  { value: "168", label: "The last week" },
  { value: "720", label: "All that is kept" },
]

export function RecoverDialog({ destination, at, changed, close }: Shared) {
  const [hours, setHours] = useState("24")
  const [everything, setEverything] = useState(false)
  const submit = async () => {
    const since = new Date(Date.now() - Number(hours) * 3_600_000).toISOString()
    const { deliveries } = await api.post<{ deliveries: number }>(`${at}/recover`, { since, everything })
    tell(deliveries === 1 ? "1 delivery is on its way again." : `${deliveries} deliveries are on their way again.`)
    await changed()
  }
  return (
    <FormDialog title={`Recover ${destination.name}`} action="Send again" submit={submit} close={close}>
      <Text size="sm">What was given up is sent once more, with the same ids.</Text>
      <Select
        label="Of"
        allowDeselect={false}
        data={SPANS}
        value={hours}
        onChange={(value) => value && setHours(value)}
      />
      <Switch
        label="Also what was delivered or discarded"
        checked={everything}
        onChange={(event) => setEverything(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

export function EnableDialog({ destination, at, changed, close }: Shared) {
  const [sendWaiting, setSend] = useState(true)
  const submit = async () => {
    await api.post(`${at}/enable`, { sendWaiting })
    await changed()
  }
  const count = destination.waiting
  return (
    <FormDialog title={`Enable ${destination.name}`} action="Enable" submit={submit} close={close}>
      <Text size="sm">
        {count === 1 ? "1 event waits" : `${count} events wait`}. What was given up is not among them: recover it
        afterwards.
      </Text>
      <Switch
        label="Send what waits; off discards it"
        checked={sendWaiting}
        onChange={(event) => setSend(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

export function CloseDialog({ destination, at, changed, close, closed }: Shared & { closed: () => void }) {
  const submit = async () => {
    await api.remove(at)
    closed()
    await changed()
  }
  return (
    <FormDialog title={`Close ${destination.name}?`} action="Close it" danger submit={submit} close={close}>
      <Text size="sm">Nothing is sent there any more, and what waits is discarded. Pause it instead to keep it.</Text>
    </FormDialog>
  )
}
