/** Runs an execution again from one step: what is kept, what runs, and what the step gets, open to be edited. */
import { Alert, Select, Skeleton, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Execution, ExecutionDetail, RerunPreview } from "../api/types"
import { useSession } from "../shell/session"
import { CodeEditor } from "../ui/CodeEditor"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { EarlierResults } from "./EarlierResults"
import classes from "./RerunDialog.module.css"
import { editedInputs } from "./rerun"

interface RerunDialogProps {
  execution: ExecutionDetail
  startable: readonly string[]
  first: string
  close: () => void
}

export function RerunDialog({ execution, startable, first, close }: RerunDialogProps) {
  const [start, setStart] = useState(first)
  const [typed, setTyped] = useState<string | null>(null)
  const [pinned, setPinned] = useState<Record<string, unknown>>({})
  const [broken, setBroken] = useState(false)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayEdit = useSession().can("builder")
  const preview = useQuery({
    queryKey: ["/api/executions", execution.id, "rerun", start],
    queryFn: () => api.get<RerunPreview>(`/api/executions/${execution.id}/rerun`, { from: start }),
    retry: false,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  const before = preview.data?.inputs ?? {}
  const problem = problemOf(before, typed)

  const submit = async () => {
    const input = typed === null ? {} : editedInputs(before, typed)
    const fresh = await api.post<Execution>(`/api/executions/${execution.id}/rerun`, { from: start, input, pinned })
    await queries.invalidateQueries({ queryKey: ["/api/executions"], refetchType: "none" })
    tell(
      fresh.status === "held" ? "It is held until the instance is resumed." : `A new execution runs from ${start} on.`,
    )
    navigate(`/executions/${fresh.id}`)
  }

  return (
    <FormDialog
      title="Re-run from a step"
      action="Re-run"
      size="lg"
      disabled={!preview.data || problem !== null || broken}
      submit={submit}
      close={close}
    >
      <Select
        label="Start at"
        description="A step that ran. A step inside a loop is run again with its loop."
        data={startable.map((step) => step)}
        value={start}
        allowDeselect={false}
        searchable
        onChange={(step) => {
          if (!step) return
          setStart(step)
          setTyped(null)
          setPinned({})
        }}
      />
      {preview.isError && <ProblemNotice failure={preview.error} retry={() => void preview.refetch()} />}
      {preview.isLoading && <Skeleton h={180} />}
      {preview.data && (
        <>
          <Plan preview={preview.data} />
          <div>
            <Text size="xs" fw={550} mb={3}>
              Input of {start}
            </Text>
            <CodeEditor
              key={start}
              label={`Input of ${start}`}
              language="json"
              value={typed ?? JSON.stringify(before, null, 2)}
              readOnly={!mayEdit}
              minHeight="96px"
              maxHeight="260px"
              onChange={setTyped}
            />
            <Text size="xs" c={problem ? "var(--hy-bad)" : "dimmed"} mt={3} {...(problem && { role: "alert" })}>
              {problem ??
                (mayEdit
                  ? "What you leave as it is, is resolved from the definition again. What you change is used as it stands."
                  : "Editing what a step gets needs the role builder.")}
            </Text>
          </div>
          <Redacted fields={preview.data.redacted} />
          {mayEdit && (
            <EarlierResults
              key={`earlier ${start}`}
              execution={execution}
              preview={preview.data}
              pinned={pinned}
              change={setPinned}
              setBroken={setBroken}
            />
          )}
        </>
      )}
    </FormDialog>
  )
}

function problemOf(before: Record<string, unknown>, typed: string | null): string | null {
  if (typed === null) return null
  try {
    editedInputs(before, typed)
    return null
  } catch (failure) {
    return `Not yet JSON: ${failure instanceof Error ? failure.message : "check it again"}`
  }
}

function Plan({ preview }: { preview: RerunPreview }) {
  const { kept, runs, beside, held, warnings } = preview
  return (
    <>
      <dl className={classes.plan}>
        <dt>Kept, not run again</dt>
        <dd>{kept.length > 0 ? kept.join(", ") : "nothing"}</dd>
        <dt>Runs</dt>
        <dd>{runs.join(", ")}</dd>
        {beside.length > 0 && (
          <>
            <dt>Runs too, since it never ended</dt>
            <dd>{beside.join(", ")}</dd>
          </>
        )}
      </dl>
      <Text size="xs" c="dimmed">
        It is a new execution of the same version, with idempotency keys of its own: services take what it sends as new
        work, and what the first one did outside stays done.
      </Text>
      {held && (
        <Alert color="yellow" p="xs">
          The instance is paused, so it will be held until that is resumed.
        </Alert>
      )}
      {warnings.map((warning) => (
        <Text key={warning} size="xs" c="var(--hy-warn)">
          {warning}
        </Text>
      ))}
    </>
  )
}

function Redacted({ fields }: { fields: readonly string[] }) {
  if (fields.length === 0) return null
  return (
    <Alert color="yellow" p="xs" title="Secrets were cut out here">
      {fields.join(", ")}: the request was kept without them, and the first run saw the same. Leave the input as it is
      to resolve it again, or type the value.
    </Alert>
  )
}
