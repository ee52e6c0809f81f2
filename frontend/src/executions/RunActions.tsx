/** What can be done about an execution, in one menu: run it again, take it along, or stop it while it has not ended. */
import { Button, Menu } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Ban, Braces, ChevronDown, FlaskConical, History, RotateCcw, StepForward } from "lucide-react"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Execution, ExecutionDetail } from "../api/types"
import { timeOfDay, useSamples } from "../editor/samples"
import { useSession } from "../shell/session"
import { copyText } from "../ui/copying"
import { lazyPart } from "../ui/lazyPart"
import { tell, tellProblem } from "../ui/Problem"
import { hasEnded } from "./timing"

const VersionDialog = lazyPart(async () => (await import("./VersionDialog")).VersionDialog)

interface RunActionsProps {
  execution: ExecutionDetail
  /** Opens the dialog; null where nothing can be run again from a step. */
  rerun: (() => void) | null
}

export function RunActions({ execution, rerun }: RunActionsProps) {
  const { can } = useSession()
  const ended = hasEnded(execution)
  const again = useRunAgain(execution.id)
  const [choosing, setChoosing] = useState(false)
  const { integration, version } = execution
  return (
    <>
      {!ended && can("operator") && <Cancel id={execution.id} />}
      <Menu position="bottom-end" width={290}>
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={14} aria-hidden />} loading={again.isPending}>
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ended && can("operator") && execution.status !== "duplicate" && (
            <>
              <Menu.Label>Run again, as a new execution</Menu.Label>
              <Menu.Item leftSection={<RotateCcw size={15} />} onClick={() => again.mutate()}>
                Re-run the whole
              </Menu.Item>
              {integration && version !== null && (
                <Menu.Item leftSection={<History size={15} />} onClick={() => setChoosing(true)}>
                  Re-run on a version…
                </Menu.Item>
              )}
              <Menu.Item leftSection={<StepForward size={15} />} disabled={!rerun} onClick={() => rerun?.()}>
                Re-run from a step…
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Label>Take it along</Menu.Label>
          <UseAsSample execution={execution} />
          <Menu.Item leftSection={<Braces size={15} />} onClick={() => void copyAsJson(execution)}>
            Copy as JSON
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {choosing && integration && (
        <VersionDialog execution={execution} integration={integration.id} close={() => setChoosing(false)} />
      )}
    </>
  )
}

async function copyAsJson(execution: ExecutionDetail): Promise<void> {
  const copied = await copyText(JSON.stringify(execution, null, 2))
  if (copied) tell("Copied, with every step that is listed here.")
}

/** The draft's editor opens with these results under its inputs. */
function UseAsSample({ execution }: { execution: ExecutionDetail }) {
  const navigate = useNavigate()
  const { integration, flow, flowKey, steps, queuedAt, customer } = execution
  if (!integration || steps.length === 0) return null
  const use = () => {
    const source = `run of ${timeOfDay(new Date(queuedAt))}${customer ? ` for ${customer.name}` : ""}`
    useSamples.getState().record(flowKey, steps, source, { integration: integration.id, flow })
    tell("The draft shows these results as samples.")
    void navigate(`/integrations/${integration.id}/flows/${flowKey}`)
  }
  return (
    <Menu.Item leftSection={<FlaskConical size={15} />} onClick={use}>
      Use results as sample
    </Menu.Item>
  )
}

function useRunAgain(id: string) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.post<Execution>(`/api/executions/${id}/retry`),
    onSuccess: async (fresh) => {
      await queries.invalidateQueries({ queryKey: ["/api/executions"] })
      tell(
        fresh.status === "held" ? "It is held until the instance is resumed." : "It runs again, from the same trigger.",
      )
      navigate(`/executions/${fresh.id}`)
    },
    onError: tellProblem,
  })
}

function Cancel({ id }: { id: string }) {
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.post<Execution>(`/api/executions/${id}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/api/executions"] }),
    onError: tellProblem,
  })
  return (
    <Button
      variant="default"
      leftSection={<Ban size={15} />}
      loading={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      Cancel
    </Button>
  )
}
