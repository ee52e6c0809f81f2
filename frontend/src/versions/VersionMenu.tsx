/** What can be done with one version. */
import { ActionIcon, Menu } from "@mantine/core"
import { Download, Ellipsis, Eye, GitCompare, Undo2 } from "lucide-react"
import { Link } from "react-router"
import type { Version } from "../api/types"

interface Props {
  version: Version
  integrationId: string
  live: number | null
  /** Null for those who may not. */
  restore: (() => void) | null
  save: () => void
}

export function VersionMenu({ version: { number }, integrationId, live, restore, save }: Props) {
  const versions = `/integrations/${integrationId}/versions`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for version ${number}`}>
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`${versions}/${number}`} leftSection={<Eye size={15} />}>
          Look at it
        </Menu.Item>
        {number > 1 && (
          <Menu.Item
            component={Link}
            to={`${versions}/compare?from=${number - 1}&to=${number}`}
            leftSection={<GitCompare size={15} />}
          >
            What it changed
          </Menu.Item>
        )}
        {live !== null && live !== number && (
          <Menu.Item
            component={Link}
            to={`${versions}/compare?from=${number}&to=${live}`}
            leftSection={<GitCompare size={15} />}
          >
            Compare with what is live
          </Menu.Item>
        )}
        <Menu.Item
          component={Link}
          to={`${versions}/compare?from=${number}&to=draft`}
          leftSection={<GitCompare size={15} />}
        >
          Compare with the draft
        </Menu.Item>
        {restore && (
          <Menu.Item leftSection={<Undo2 size={15} />} onClick={restore}>
            Restore into the draft…
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Download size={15} />} onClick={save}>
          Export as YAML
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
