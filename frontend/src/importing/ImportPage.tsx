/** Bringing integrations in from files: look at what would come of each, then make the draft. */
import { Anchor, Box, Button, FileButton, Group, Stack, Text, Textarea } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { FileUp } from "lucide-react"
import { type ClipboardEvent, type DragEvent, useState } from "react"
import { Link, useSearchParams } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { PageHeader } from "../ui/PageHeader"
import { ProblemNotice } from "../ui/Problem"
import { FilePreview } from "./FilePreview"
import classes from "./importing.module.css"
import { type Incoming, readFiles } from "./incoming"

const PASTED = "Pasted"

export function ImportPage() {
  const target = useSearchParams()[0].get("into")
  const into = useQuery({
    queryKey: ["integration", target],
    queryFn: () => api.get<Integration>(`/api/integrations/${target}`),
    enabled: target !== null,
  })
  const [brought, setBrought] = useState<{ number: number; files: Incoming[] }>({ number: 0, files: [] })
  const show = (files: Incoming[]) => setBrought(({ number }) => ({ number: number + 1, files }))
  const read = useMutation({ mutationFn: readFiles, onSuccess: show })
  return (
    <>
      <PageHeader
        title={into.data ? `Import into ${into.data.name}` : "Import"}
        text={
          into.data
            ? "It replaces the draft. Versions stay as they are, and so does what runs. Export the draft first if you may want it back."
            : "Bring what you have: an integration exported from Hookyard, or the YAML of a Prismatic integration. You see what becomes of each part before anything is made."
        }
        actions={
          <Anchor component={Link} to={into.data ? `/integrations/${into.data.id}/versions` : "/"} size="sm">
            {into.data ? "Back to versions" : "Back to integrations"}
          </Anchor>
        }
      />
      <Stack px="lg" pb="lg" gap="md" maw={980}>
        {into.isError && <ProblemNotice failure={into.error} />}
        <Source key={brought.number} busy={read.isPending} bring={(files) => read.mutate(files)} paste={show} />
        {read.isError && <ProblemNotice failure={read.error} />}
        {brought.files.map((file) => (
          <FilePreview key={`${brought.number} ${file.name}`} file={file} into={into.data} />
        ))}
        {brought.files.length === 0 && <WhatComes />}
      </Stack>
    </>
  )
}

interface SourceProps {
  busy: boolean
  bring: (files: File[]) => void
  paste: (files: Incoming[]) => void
}

function Source({ busy, bring, paste }: SourceProps) {
  const [over, setOver] = useState(false)
  const [text, setText] = useState("")
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) bring(files)
  }
  const pasteFiles = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    bring(files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a button beside it that does the same
    <div
      className={`${classes.drop} ${over ? classes.over : ""}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="wrap">
          <Text size="sm">Drop YAML files or a zip of them here, choose them, or paste one.</Text>
          <FileButton
            multiple
            accept=".yaml,.yml,.zip,application/yaml,application/zip"
            onChange={bring}
            inputProps={{ "aria-label": "YAML files or a zip" }}
          >
            {(props) => (
              <Button {...props} variant="default" loading={busy} leftSection={<FileUp size={15} />}>
                Choose files
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          label="YAML"
          description="Credentials are named in it, never contained: make those under Credentials."
          autosize
          minRows={4}
          maxRows={14}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={text}
          onPaste={pasteFiles}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button disabled={text.trim() === ""} onClick={() => paste([{ name: PASTED, yaml: text }])}>
            Look at it
          </Button>
        </Group>
      </Stack>
    </div>
  )
}

function WhatComes() {
  return (
    <Box>
      <Text size="sm" fw={550}>
        From Prismatic
      </Text>
      <Text size="sm" c="dimmed" maw={720}>
        In Prismatic, open the integration and export its YAML, or run <code>prism integrations:export</code>. Flows,
        branches, loops, code, HTTP, stored values, text, dates, lists and other forms of data run here; names and
        references stay as they are. A connector that is not here becomes a placeholder that names what it did. Secrets
        in the file are left out. An export to the same dialect is under <i>More</i> of each integration.
      </Text>
    </Box>
  )
}
