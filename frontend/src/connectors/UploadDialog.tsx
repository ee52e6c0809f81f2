/** A folder or a zip becomes a connector, or a new version of one; else everything that is wrong with it is listed. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { CheckCheck, FolderUp, PackageOpen } from "lucide-react"
import { type DragEvent, useRef, useState } from "react"
import { Link } from "react-router"
import { ApiProblem, api } from "../api/client"
import type { PackageProblem, Uploaded } from "../api/types"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice } from "../ui/Problem"
import classes from "./connectors.module.css"
import { PackageProblems } from "./PackageProblems"
import { chosen, dropped, type Package } from "./reading"

interface Props {
  close: () => void
  /** Only a new version of this one is taken. */
  of?: { key: string; name: string }
}

export function UploadDialog({ close, of }: Props) {
  const queries = useQueryClient()
  const upload = useMutation({
    mutationFn: async (reading: Promise<Package>) =>
      api.post<Uploaded>("/api/connectors", { ...(await reading), ...(of && { key: of.key }) }),
    onSuccess: () =>
      Promise.all(
        ["/api/connectors", "connector", "components"].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      ),
  })
  const problems = problemsOf(upload.error)
  return (
    <Dialog
      onClose={close}
      busy={upload.isPending}
      title={of ? `New version of ${of.name}` : "Upload a connector"}
      size="xl"
    >
      {upload.data ? (
        <Done uploaded={upload.data} close={close} />
      ) : (
        <Stack gap="sm">
          <DropZone take={upload.mutate} busy={upload.isPending} />
          {problems.length > 0 && (
            <Alert color="red" variant="light" title={said(problems)} role="alert">
              <PackageProblems problems={problems} />
            </Alert>
          )}
          {upload.isError && problems.length === 0 && <ProblemNotice failure={upload.error} />}
          <Text size="sm" c="dimmed">
            A connector is a folder with a <code>spec.yml</code>.{" "}
            <Anchor component={Link} to="/connectors/docs" inherit>
              How to write one
            </Anchor>
          </Text>
        </Stack>
      )}
    </Dialog>
  )
}

const problemsOf = (failure: unknown): PackageProblem[] =>
  failure instanceof ApiProblem ? (failure.problems as unknown as PackageProblem[]) : []

function said(problems: PackageProblem[]): string {
  const count = problems.filter((problem) => problem.severity === "error").length
  return count === 1 ? "One thing to correct; nothing was uploaded" : `${count} things to correct; nothing was uploaded`
}

function DropZone({ take, busy }: { take: (reading: Promise<Package>) => void; busy: boolean }) {
  const [over, setOver] = useState(false)
  const folder = useRef<HTMLInputElement>(null)
  const zip = useRef<HTMLInputElement>(null)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(dropped(event.dataTransfer.items))
  }
  const pick = (input: HTMLInputElement) => {
    take(chosen([...(input.files ?? [])]))
    // The same folder can be chosen again after it was corrected.
    input.value = ""
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has no keyboard; the two buttons inside do the same
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <PackageOpen size={26} strokeWidth={1.5} aria-hidden />
      <Text fw={550} role="status">
        {busy ? "Reading it" : "Drop a folder or a zip here"}
      </Text>
      <Group gap="xs">
        <Button variant="default" leftSection={<FolderUp size={15} />} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <Button variant="default" onClick={() => zip.current?.click()}>
          Choose a zip
        </Button>
      </Group>
      <input
        ref={(input) => {
          folder.current = input
          input?.setAttribute("webkitdirectory", "")
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder of a connector"
        onChange={(event) => pick(event.currentTarget)}
      />
      <input
        ref={zip}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="Zip of a connector"
        onChange={(event) => pick(event.currentTarget)}
      />
    </div>
  )
}

function Done({ uploaded: { connector, fresh, problems }, close }: { uploaded: Uploaded; close: () => void }) {
  const news = fresh
    ? `${connector.name} is here as version ${connector.version}.`
    : `These files are version ${connector.version} of ${connector.name} already.`
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <CheckCheck size={18} aria-hidden />
        <Text fw={550}>{news}</Text>
      </Group>
      {problems.length > 0 && <PackageProblems problems={problems} />}
      <Group justify="flex-end" gap="xs">
        <Button component={Link} to={`/connectors/${connector.key}?show=functions`} onClick={close}>
          Try its functions
        </Button>
      </Group>
    </Stack>
  )
}
