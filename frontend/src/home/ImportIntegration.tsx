/** Brings an exported YAML in, and says line by line what became of it. */
import { Button, FileButton, Group, List, Modal, Stack, Text, Textarea, ThemeIcon } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Ban, Check, FileUp, PencilLine } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import type { Problem } from "../flow/definition"
import { ProblemNotice } from "../ui/Problem"

interface Imported {
  integration: Integration
  report: { level: "taken" | "changed" | "refused"; message: string }[]
  problems: Problem[]
}

export function ImportIntegration({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const [yaml, setYaml] = useState("")
  const bringIn = useMutation({
    mutationFn: () => api.post<Imported>("/api/integrations/import", { yaml }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/api/integrations"] }),
  })
  return (
    <Modal opened onClose={close} title="Import an integration" size="lg">
      {bringIn.data ? (
        <Report imported={bringIn.data} />
      ) : (
        <Stack gap="sm">
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
  refused: { icon: Ban, word: "Refused", color: "red" },
} as const

function Report({ imported: { integration, report, problems } }: { imported: Imported }) {
  return (
    <Stack gap="sm">
      <Text size="sm" fw={550}>
        {integration.name} is here, as a draft.
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
