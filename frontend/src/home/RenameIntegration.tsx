import { Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { NameFields } from "./NameFields"

export function RenameIntegration({ integration, close }: { integration: Integration; close: () => void }) {
  const queries = useQueryClient()
  const [named, setNamed] = useState({ name: integration.name, description: integration.description })
  const rename = async () => {
    await api.patch<Integration>(`/api/integrations/${integration.id}`, named)
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["/api/integrations"] }),
      queries.invalidateQueries({ queryKey: ["integration", integration.id] }),
    ])
  }
  return (
    <FormDialog
      title={`Rename ${integration.name}`}
      action="Save"
      submit={rename}
      close={close}
      disabled={named.name.trim() === ""}
    >
      <NameFields value={named} change={setNamed} />
      <Text size="sm" c="dimmed">
        Its key <code>{integration.key}</code> and its URLs stay as they are.
      </Text>
    </FormDialog>
  )
}
