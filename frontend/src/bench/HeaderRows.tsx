import { ActionIcon, Button, Group, Stack, TextInput } from "@mantine/core"
import { Plus, X } from "lucide-react"
import { nanoid } from "nanoid"
import type { HeaderRow } from "./payload"

/** Request headers as rows of name and value. */
export function HeaderRows({ rows, change }: { rows: HeaderRow[]; change: (rows: HeaderRow[]) => void }) {
  const set = (id: string, edit: Partial<HeaderRow>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...edit } : row)))
  return (
    <Stack gap={4} role="group" aria-label="Headers">
      {rows.map((row, index) => (
        <Group key={row.id} gap={4} wrap="nowrap">
          <TextInput
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Api-Key"
            flex={2}
            value={row.name}
            onChange={(event) => set(row.id, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value of header ${index + 1}`}
            flex={3}
            value={row.value}
            onChange={(event) => set(row.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove header ${row.name || index + 1}`}
            onClick={() => change(rows.filter((other) => other.id !== row.id))}
          >
            <X size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Plus size={13} />}
        style={{ alignSelf: "flex-start" }}
        onClick={() => change([...rows, { id: nanoid(6), name: "", value: "" }])}
      >
        Add a header
      </Button>
    </Stack>
  )
}
