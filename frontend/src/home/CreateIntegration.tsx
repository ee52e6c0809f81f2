import { Anchor, Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useNavigate } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { NameFields } from "./NameFields"

export function CreateIntegration({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [named, setNamed] = useState({ name: "", description: "" })
  const create = async () => {
    const made = await api.post<Integration>("/api/integrations", named)
    await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
    navigate(`/integrations/${made.id}/flows`)
  }
  return (
    <FormDialog
      title="New integration"
      action="Create"
      submit={create}
      close={close}
      disabled={named.name.trim() === ""}
    >
      <NameFields value={named} change={setNamed} />
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
