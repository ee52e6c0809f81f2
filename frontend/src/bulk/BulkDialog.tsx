/** Says how many executions or requests it would be done to, and begins it. */
import { Checkbox, NumberInput, Skeleton, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { BulkAction, BulkCount } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice } from "../ui/Problem"
import { type Action, actionWords, countWords, EXPLAINED, NONE, TITLES } from "./words"

interface BulkDialogProps {
  action: Action
  filters?: Record<string, string>
  ids?: string[]
  /** What is meant, in words. */
  about: string
  close: () => void
  begun?: () => void
}

export function BulkDialog({ action, filters, ids, about, close, begun }: BulkDialogProps) {
  const queries = useQueryClient()
  const [perSecond, setPerSecond] = useState(50)
  const [newestVersion, setNewestVersion] = useState(false)
  const wish = { action, ...(ids ? { ids } : { filters }) }
  const counted = useQuery({
    queryKey: ["bulk", "preview", wish],
    queryFn: () => api.post<BulkCount>("/api/bulk/preview", wish),
    staleTime: 0,
    gcTime: 0,
  })
  const begin = async () => {
    await api.post<BulkAction>("/api/bulk", { ...wish, ...(action === "retry" && { newestVersion }), perSecond })
    begun?.()
    await queries.invalidateQueries({ queryKey: ["/api/bulk"] })
  }
  const count = counted.data?.count ?? 0
  return (
    <FormDialog
      title={TITLES[action]}
      action={count > 0 && counted.data ? actionWords(action, counted.data) : TITLES[action]}
      {...(action === "cancel" && { danger: true, leave: "Keep them" })}
      disabled={count === 0}
      submit={begin}
      close={close}
    >
      <Text size="sm">{about}</Text>
      {counted.isPending && <Skeleton h={20} />}
      {counted.isError && <ProblemNotice failure={counted.error} />}
      {counted.data && (
        <Text size="sm" fw={600} role="status">
          {count === 0 ? NONE[action] : `${countWords(counted.data, action)} right now.`}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {EXPLAINED[action]}
      </Text>
      {action === "retry" && (
        <Checkbox
          label="On the version each instance has now"
          description="Otherwise on the version that ran."
          checked={newestVersion}
          onChange={(event) => setNewestVersion(event.currentTarget.checked)}
        />
      )}
      <NumberInput
        label="Per second"
        description="It goes on in batches, also when the server restarts, and can be stopped."
        min={1}
        max={200}
        value={perSecond}
        onChange={(value) => typeof value === "number" && setPerSecond(value)}
      />
    </FormDialog>
  )
}
