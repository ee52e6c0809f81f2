import { ActionIcon, Menu } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { Copy, Download, Ellipsis, PencilLine, Trash2 } from "lucide-react"
import { api } from "../api/client"
import { download } from "../api/download"
import type { Integration } from "../api/types"
import { tell, tellProblem } from "../ui/Problem"

interface Props {
  integration: Integration
  rename: () => void
  remove: () => void
}

export function IntegrationMenu({ integration, rename, remove }: Props) {
  const queries = useQueryClient()
  const duplicate = async () => {
    const { name } = await api.post<Integration>(`/api/integrations/${integration.id}/duplicate`)
    tell(`${name} is there, not published yet.`)
    await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
  }
  const save = () => download(`/api/integrations/${integration.id}/export?version=draft`, `${integration.key}.yaml`)
  const saveForPrismatic = () =>
    download(`/api/integrations/${integration.id}/export?dialect=prismatic`, `${integration.key}-prismatic.yaml`)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${integration.name}`}>
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<PencilLine size={15} />} onClick={rename}>
          Rename…
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={15} />} onClick={() => void duplicate().catch(tellProblem)}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<Download size={15} />} onClick={() => void save().catch(tellProblem)}>
          Export the draft as YAML
        </Menu.Item>
        <Menu.Item leftSection={<Download size={15} />} onClick={() => void saveForPrismatic().catch(tellProblem)}>
          Export for Prismatic
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={15} />} color="red" onClick={remove}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
