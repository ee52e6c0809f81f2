/** Questions before something that cannot be taken back. */
import { NumberInput, Radio, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { api } from "../api/client"
import type { Endpoint, Instance } from "../api/types"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { useInstancesChanged } from "./changed"

interface InstanceDialogProps {
  instance: Instance
  close: () => void
}

export function ResumeDialog({ instance, close }: InstanceDialogProps) {
  const changed = useInstancesChanged()
  const [held, setHeld] = useState("run")
  const submit = async () => {
    await api.post(`/api/instances/${instance.id}/resume`, { held })
    await changed()
  }
  return (
    <FormDialog title={`Resume ${instance.integration.name}`} action="Resume" submit={submit} close={close}>
      <Radio.Group
        label={
          instance.heldCount === 0
            ? "Nothing was held. Should something arrive before this is done:"
            : instance.heldCount === 1
              ? "One execution was held meanwhile"
              : `${instance.heldCount} executions were held meanwhile`
        }
        value={held}
        onChange={setHeld}
      >
        <Stack gap={8} mt={8}>
          <Radio size="xs" value="run" label="Run them now" description="In the order in which they came." />
          <Radio
            size="xs"
            value="discard"
            label="Discard them"
            description="They are cancelled and stay in the list."
          />
        </Stack>
      </Radio.Group>
    </FormDialog>
  )
}

export function DeleteInstance({ instance, close }: InstanceDialogProps) {
  const changed = useInstancesChanged()
  const submit = async () => {
    await api.remove(`/api/instances/${instance.id}`)
    await changed()
  }
  return (
    <FormDialog
      title={`Delete ${instance.integration.name} for ${instance.customer.name}?`}
      action="Delete"
      danger
      submit={submit}
      close={close}
    >
      <Text size="sm">
        Its URLs answer 404 from then on, and cannot be had back. To stop it for a while, pause it instead.
      </Text>
    </FormDialog>
  )
}

export function RotateDialog({ instance, endpoint, close }: InstanceDialogProps & { endpoint: Endpoint }) {
  const changed = useInstancesChanged()
  const [hours, setHours] = useState<number>(24)
  const submit = async () => {
    await api.post(`/api/instances/${instance.id}/endpoints/${endpoint.id}/rotate`, { overlapHours: hours })
    await changed()
  }
  return (
    <FormDialog title="Give the URL a new secret part" action="Rotate" submit={submit} close={close}>
      <Text size="sm">Register the new URL with whoever calls it. The old one works on for a while.</Text>
      <Field name="overlapHours">
        <NumberInput
          label="Hours the old URL still works"
          min={0}
          max={720}
          value={hours}
          onChange={(value) => setHours(Number(value) || 0)}
        />
      </Field>
    </FormDialog>
  )
}
