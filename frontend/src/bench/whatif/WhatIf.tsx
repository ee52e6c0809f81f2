/**
 * "Try on the last 20 real requests": what the draft would have made of them, by customer.
 *
 * For: whoever is about to publish. Nothing of it is carried out outside or kept. Not here: tests that gate (`PublishTests`).
 */
import { Button, Group, Skeleton, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { History } from "lucide-react"
import { api } from "../../api/client"
import type { WhatIf as Answer } from "../../api/types"
import { ProblemNotice } from "../../ui/Problem"
import { WhatIfTable } from "./WhatIfTable"
import classes from "./whatif.module.css"
import { summary } from "./words"

const REQUESTS = 20

interface Props {
  integrationId: string
  /** Brings edits that are still on their way to the server. */
  before?: (() => Promise<void>) | undefined
  /** Called when a link leads away. */
  leave: () => void
}

export function WhatIf({ integrationId, before, leave }: Props) {
  const asking = useMutation({
    mutationFn: async () => {
      await before?.()
      return api.post<Answer>(`/api/integrations/${integrationId}/what-if`, { requests: REQUESTS })
    },
  })
  const { data, isPending, isError, error, mutate } = asking
  return (
    <section aria-label="What if it had been live" className={classes.section}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div>
          <Text size="sm" fw={600}>
            What if it had been live?
          </Text>
          <Text size="xs" c="dimmed">
            Goes over real requests with this draft and each customer’s settings. Nothing is called outside or kept.
          </Text>
        </div>
        <Button
          variant="default"
          size="compact-sm"
          className={classes.ask}
          leftSection={<History size={14} aria-hidden />}
          disabled={isPending}
          onClick={() => mutate()}
        >
          {isPending ? "Trying…" : data ? "Try again" : `Try on the last ${REQUESTS} real requests`}
        </Button>
      </Group>
      {isError && <ProblemNotice failure={error} />}
      {isPending && <Skeleton h={72} />}
      {data && !isPending && (
        <>
          <Text size="sm" role="status">
            {summary(data)}
          </Text>
          {data.customers.length > 0 && <WhatIfTable customers={data.customers} leave={leave} />}
        </>
      )}
    </section>
  )
}
