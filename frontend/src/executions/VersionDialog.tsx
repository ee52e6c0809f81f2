/** Runs an execution again from its trigger, on a version that is chosen here: the one that ran, unless another is. */
import { Select, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Execution, Version } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { versionChoices } from "./versionChoices"

interface VersionDialogProps {
  execution: Execution
  integration: string
  close: () => void
}

export function VersionDialog({ execution, integration, close }: VersionDialogProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const ran = String(execution.version)
  const [version, setVersion] = useState(ran)
  const versions = useQuery({
    queryKey: ["versions", integration],
    queryFn: () => api.get<Version[]>(`/api/integrations/${integration}/versions`),
  })
  const submit = async () => {
    const fresh = await api.post<Execution>(`/api/executions/${execution.id}/retry?version=${version}`)
    await queries.invalidateQueries({ queryKey: ["/api/executions"] })
    tell(
      fresh.status === "held"
        ? "It is held until the instance is resumed."
        : `It runs again on version ${fresh.version}, from the same trigger.`,
    )
    navigate(`/executions/${fresh.id}`)
  }
  return (
    <FormDialog title="Re-run on a version" action="Re-run" disabled={!versions.data} submit={submit} close={close}>
      <Text size="sm">
        A new execution from the same trigger, for the same customer and with its config values of today. What the first
        one did outside stays done.
      </Text>
      {versions.isError && <ProblemNotice failure={versions.error} retry={() => void versions.refetch()} />}
      <Select
        label="Version"
        description={`It must have the flow ${execution.flowName}, started by the same trigger.`}
        data={versionChoices(versions.data ?? [], execution)}
        value={version}
        allowDeselect={false}
        searchable
        onChange={(chosen) => chosen && setVersion(chosen)}
      />
    </FormDialog>
  )
}
