/** A new secret for a credential. The old one lets callers in for a while longer, so that nobody is locked out meanwhile. */
import { Select, Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Credential, Scheme } from "../api/types"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { SecretFields } from "./SchemeFields"
import { secretToSend, type Values } from "./schemes"

const OVERLAPS = [
  { value: "0", label: "End it now" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "24 hours" },
  { value: "72", label: "3 days" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
]

interface RotateDialogProps {
  credential: Credential
  scheme: Scheme
  close: () => void
}

export function RotateDialog({ credential, scheme, close }: RotateDialogProps) {
  const queries = useQueryClient()
  const [values, setValues] = useState<Values>({})
  const [overlap, setOverlap] = useState("24")
  const secret = secretToSend(scheme, values)
  const submit = async () => {
    await api.post(`/api/credentials/${credential.id}/rotate`, { secret, overlapHours: Number(overlap) })
    await queries.invalidateQueries({ queryKey: ["/api/credentials"] })
  }
  return (
    <FormDialog
      title={`Rotate the secret of ${credential.name}`}
      action="Rotate"
      submit={submit}
      close={close}
      disabled={!secret}
    >
      <Text size="sm">
        Steps send the new secret from now on. Callers may use either until the old one ends; the list shows when each
        was last used.
      </Text>
      <SecretFields scheme={scheme} values={values} change={setValues} />
      <Field name="overlapHours">
        <Select
          label="The old secret works on for"
          data={OVERLAPS}
          allowDeselect={false}
          value={overlap}
          onChange={(next) => next && setOverlap(next)}
        />
      </Field>
      {credential.previousUntil && (
        <Text size="xs" c="dimmed">
          A secret that was rotated before still works. It ends when you rotate again.
        </Text>
      )}
    </FormDialog>
  )
}
