import { ActionIcon, Tooltip } from "@mantine/core"
import { Pencil, Trash2 } from "lucide-react"

interface Props {
  /** Of the row, as people call it. */
  name: string
  edit: () => void
  remove: () => void
}

/** The two buttons at the end of a row that can be changed and deleted. */
export function EditAndDelete({ name, edit, remove }: Props) {
  return (
    <>
      <Tooltip label="Change">
        <ActionIcon variant="subtle" color="gray" aria-label={`Change ${name}`} onClick={edit}>
          <Pencil size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon variant="subtle" color="gray" aria-label={`Delete ${name}`} onClick={remove}>
          <Trash2 size={15} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}
