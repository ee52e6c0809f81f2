/** One file before anything is made of it: what it would become, and what the builder will have to do. */
import { Alert, Badge, Button, Group, Stack, Text, Title } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { ArrowRight, CircleCheck } from "lucide-react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import classes from "./importing.module.css"
import { DIALECTS, type Foreseen, foresee, type Imported, type Incoming } from "./incoming"
import { ReportLines } from "./ReportLines"

interface Props {
  file: Incoming
  into: Integration | undefined
}

export function FilePreview({ file, into }: Props) {
  const queries = useQueryClient()
  const seen = useQuery({
    queryKey: ["foreseen", file.yaml],
    queryFn: () => foresee(file.yaml),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const bringIn = useMutation({
    mutationFn: () =>
      api.post<Imported>("/api/integrations/import", { yaml: file.yaml, ...(into && { integration: into.id }) }),
    onSuccess: () =>
      Promise.all(
        [["/api/integrations"], ["integration", into?.id], ["draft", into?.id]].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  })
  const made = bringIn.data
  return (
    <section className={classes.card} aria-label={file.name}>
      {seen.isPending && <PageSkeleton />}
      {seen.isError && (
        <>
          <Text fw={550}>{file.name}</Text>
          <ProblemNotice failure={seen.error} />
        </>
      )}
      {seen.data && (
        <Stack gap="sm">
          <Summary file={file} foreseen={seen.data} />
          {made ? (
            <Made made={made} into={into} />
          ) : (
            <Group justify="space-between" wrap="wrap">
              <Text size="sm" c="dimmed">
                {toDo(seen.data)}
              </Text>
              <Button loading={bringIn.isPending} onClick={() => bringIn.mutate()}>
                {into ? "Replace the draft" : "Make the draft"}
              </Button>
            </Group>
          )}
          {bringIn.isError && <ProblemNotice failure={bringIn.error} />}
          <ReportLines
            report={made?.report ?? seen.data.report}
            flows={new Map(seen.data.flows.map((flow) => [flow.key, flow.name]))}
            integration={made?.integration.id}
          />
        </Stack>
      )}
    </section>
  )
}

function Summary({ file, foreseen }: { file: Incoming; foreseen: Foreseen }) {
  return (
    <>
      <Group gap="xs" align="baseline">
        <Title order={2} size="h4">
          {foreseen.name}
        </Title>
        <Badge variant="light" tt="none">
          {DIALECTS[foreseen.dialect]}
        </Badge>
        <Text size="xs" c="dimmed">
          {file.name}
        </Text>
      </Group>
      <ul className={classes.flows} aria-label="Flows">
        {foreseen.flows.map((flow) => (
          <li key={flow.key}>
            {flow.name} · {counted(flow.steps, "step")}
            {flow.placeholders > 0 && ` · ${counted(flow.placeholders, "placeholder")}`}
          </li>
        ))}
      </ul>
    </>
  )
}

function Made({ made, into }: { made: Imported; into: Integration | undefined }) {
  const errors = made.problems.filter((problem) => problem.severity === "error").length
  return (
    <Alert color="green" variant="light" icon={<CircleCheck size={18} />} role="status">
      <Group justify="space-between" wrap="wrap">
        <Text size="sm">
          {into
            ? `The draft of ${made.integration.name} is replaced.`
            : `${made.integration.name} is here, as a draft.`}{" "}
          {errors > 0
            ? `${counted(errors, "problem")} to solve before it can be published; the canvas marks them.`
            : "Nothing is in the way of publishing it."}
        </Text>
        <Button
          component={Link}
          to={`/integrations/${made.integration.id}/flows`}
          rightSection={<ArrowRight size={15} />}
        >
          Open the draft
        </Button>
      </Group>
    </Alert>
  )
}

function toDo(foreseen: Foreseen): string {
  const steps = foreseen.flows.reduce((sum, flow) => sum + flow.steps, 0)
  const stubs = foreseen.flows.reduce((sum, flow) => sum + flow.placeholders, 0)
  const runs = stubs === 0 ? "All of them run here." : `${steps - stubs} of them run here, ${stubs} need you.`
  return `${counted(steps, "step")} in ${counted(foreseen.flows.length, "flow")}. ${runs} Nothing is made yet.`
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`
