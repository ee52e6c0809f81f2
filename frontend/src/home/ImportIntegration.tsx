/** Brings an exported YAML in, and says line by line what became of it. */
import { Button, FileButton, Group, List, Modal, Stack, Text, Textarea, ThemeIcon } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Archive, Ban, Check, CircleDashed, FileUp, PencilLine } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import type { Problem } from "../flow/definition"
import { ProblemNotice } from "../ui/Problem"

interface Imported {
  integration: Integration
  report: { level: keyof typeof LEVELS; message: string }[]
  problems: Problem[]
}

interface Props {
  close: () => void
  /** Whose draft it replaces; without one it becomes an integration of its own. */
  into?: Integration
}

export function ImportIntegration({ close, into }: Props) {
  const queries = useQueryClient()
  const [yaml, setYaml] = useState("")
  const bringIn = useMutation({
    mutationFn: () => api.post<Imported>("/api/integrations/import", { yaml, ...(into && { integration: into.id }) }),
    onSuccess: () =>
      Promise.all(
        [["/api/integrations"], ["integration", into?.id], ["draft", into?.id]].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  })
  return (
    <Modal opened onClose={close} title={into ? `Import into ${into.name}` : "Import an integration"} size="lg">
      {bringIn.data ? (
        <Report imported={bringIn.data} into={into} />
      ) : (
        <Stack gap="sm">
          {into && (
            <Text size="sm">
              It replaces the draft. Versions stay as they are, and so does what runs. Export the draft first if you may
              want it back.
            </Text>
          )}
          <Textarea
            label="YAML"
            description="What Export wrote. Credentials are named in it, never contained: make those under Credentials."
            data-autofocus
            autosize
            minRows={10}
            maxRows={20}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            value={yaml}
            onChange={(event) => setYaml(event.currentTarget.value)}
          />
          {bringIn.isError && <ProblemNotice failure={bringIn.error} />}
          <Group justify="space-between">
            <FileButton
              accept=".yaml,.yml,application/yaml"
              onChange={(file) => void file?.text().then(setYaml)}
              inputProps={{ "aria-label": "YAML file" }}
            >
              {(props) => (
                <Button {...props} variant="default" leftSection={<FileUp size={15} />}>
                  Choose a file
                </Button>
              )}
            </FileButton>
            <Button loading={bringIn.isPending} disabled={yaml.trim() === ""} onClick={() => bringIn.mutate()}>
              Import
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

const LEVELS = {
  taken: { icon: Check, word: "Taken", color: "green" },
  changed: { icon: PencilLine, word: "Changed", color: "yellow" },
  stubbed: { icon: CircleDashed, word: "Placeholder", color: "orange" },
  kept: { icon: Archive, word: "Kept", color: "gray" },
  refused: { icon: Ban, word: "Refused", color: "red" },
} as const

function Report({
  imported: { integration, report, problems },
  into,
}: {
  imported: Imported
  into: Integration | undefined
}) {
  return (
    <Stack gap="sm">
      <Text size="sm" fw={550}>
        {into ? `The draft of ${integration.name} is replaced.` : `${integration.name} is here, as a draft.`}
      </Text>
      <List size="sm" spacing={4} listStyleType="none">
        {report.map((line) => {
          const { icon: Icon, word, color } = LEVELS[line.level]
          return (
            <List.Item
              key={`${line.level} ${line.message}`}
              icon={
                <ThemeIcon size={18} variant="light" color={color} aria-label={word}>
                  <Icon size={12} />
                </ThemeIcon>
              }
            >
              {line.message}
            </List.Item>
          )
        })}
      </List>
      {problems.length > 0 && (
        <Text size="sm" c="dimmed">
          {problems.length} {problems.length === 1 ? "problem" : "problems"} to solve before it can be published; the
          canvas marks them.
        </Text>
      )}
      <Group justify="flex-end">
        <Button component={Link} to={`/integrations/${integration.id}/flows`}>
          Open it
        </Button>
      </Group>
    </Stack>
  )
}
