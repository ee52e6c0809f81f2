import { Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { FormDialog } from "../ui/FormDialog"

export function DeleteIntegration({ integration, close }: { integration: Integration; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`/api/integrations/${integration.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
  }
  const used = integration.instanceCount > 0
  return (
    <FormDialog
      title={`Delete ${integration.name}?`}
      action="Delete"
      danger
      submit={remove}
      close={close}
      disabled={used}
    >
      <Text size="sm">
        {used
          ? `It has ${integration.instanceCount} instances. Delete those first, at their customers: their URLs stop working then.`
          : "Its draft, its versions and its URLs go for good. Export it first if you may want it back."}
      </Text>
    </FormDialog>
  )
}
