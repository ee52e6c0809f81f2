/** What an execution was put away for: steps that sleep or are tried again, until when, and what their tries came to. */
import { Button, Text } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { StepForward } from "lucide-react"
import { api } from "../api/client"
import type { ExecutionDetail } from "../api/types"
import { useSession } from "../shell/session"
import { tellProblem } from "../ui/Problem"
import classes from "./Panel.module.css"
import { Part } from "./StepView"

export function Waits({ execution }: { execution: ExecutionDetail }) {
  const { can } = useSession()
  const queries = useQueryClient()
  const go = useMutation({
    mutationFn: () => api.post<ExecutionDetail>(`/api/executions/${execution.id}/run-now`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/api/executions"] }),
    onError: tellProblem,
  })
  if (execution.waits.length === 0) return null
  return (
    <Part title="Waits">
      <ul className={classes.waits}>
        {execution.waits.map((wait) => (
          <li key={wait.path}>
            <Text size="sm">
              <code>{wait.path}</code>{" "}
              {wait.error ? `is tried for the ${ordinal(wait.nextAttempt)} time at` : "sleeps until"}{" "}
              <time dateTime={wait.dueAt}>{moment(wait.dueAt)}</time>.
            </Text>
            {wait.error && (
              <Text size="xs" c="dimmed">
                Try {wait.attempt}: {wait.error.message}
              </Text>
            )}
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        Nothing of it runs until then, and it survives restarts.
      </Text>
      {can("operator") && (
        <Button
          mt={8}
          variant="default"
          size="xs"
          leftSection={<StepForward size={14} />}
          loading={go.isPending}
          onClick={() => go.mutate()}
        >
          Run now
        </Button>
      )}
    </Part>
  )
}

const ordinal = (number: number): string =>
  ({ 2: "second", 3: "third", 4: "fourth", 5: "fifth" })[number] ?? `${number}th`

function moment(time: string): string {
  const at = new Date(time)
  const today = at.toDateString() === new Date().toDateString()
  return today ? at.toLocaleTimeString() : at.toLocaleString()
}
