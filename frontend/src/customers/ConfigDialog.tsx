import { Skeleton } from "@mantine/core"
import { useState } from "react"
import { api } from "../api/client"
import type { Instance } from "../api/types"
import { ConfigFields } from "../config/ConfigFields"
import { OwnerContext } from "../config/ConnectionField"
import { askedNow } from "../config/shown"
import { anyProblem, type FormValues, formValues, valuesToSend } from "../config/values"
import { FormDialog } from "../ui/FormDialog"
import { useInstancesChanged } from "./changed"
import { useConfigVariables } from "./useConfigVariables"

/** Changes the config values of an instance. */
export function ConfigDialog({ instance, close }: { instance: Instance; close: () => void }) {
  const asked = useConfigVariables(instance.integration.id, instance.version).data
  const changed = useInstancesChanged()
  const [edited, setEdited] = useState<FormValues | null>(null)
  const values = edited ?? formValues(asked?.variables ?? [], instance.config)
  const variables = asked && askedNow(asked, values)
  const submit = async () => {
    await api.patch(`/api/instances/${instance.id}`, { config: valuesToSend(variables ?? [], values) })
    await changed()
  }
  return (
    <FormDialog
      title={`Config values of ${instance.customer.name}`}
      action="Save"
      submit={submit}
      close={close}
      disabled={!variables || anyProblem(variables, values)}
    >
      {variables ? (
        <OwnerContext.Provider value={instance.customer.id}>
          <ConfigFields variables={variables} values={values} change={setEdited} />
        </OwnerContext.Provider>
      ) : (
        <Skeleton h={60} />
      )}
    </FormDialog>
  )
}
