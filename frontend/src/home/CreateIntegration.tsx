import { Anchor, Text, Textarea, TextInput } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useNavigate } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { FormDialog } from "../ui/FormDialog"

export function CreateIntegration({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState("")
  const [description, setDescription] = useState("")
  const create = async () => {
    const made = await api.post<Integration>("/api/integrations", { name, description })
    await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
    navigate(`/integrations/${made.id}/flows`)
  }
  return (
    <FormDialog title="New integration" action="Create" submit={create} close={close} disabled={name.trim() === ""}>
      <TextInput
        label="Name"
        description="What it connects to, such as the product of your partner."
        placeholder="Acme ERP"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        It begins with an empty canvas. Or{" "}
        <Anchor component={Link} to="/templates" inherit>
          start from a template
        </Anchor>
        .
      </Text>
    </FormDialog>
  )
}
