/** One event that an instance listens for: how it stands, every hook there was, and asking the service now. */
import { Button, Drawer, Group, Stack, Text, Title } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Wrench } from "lucide-react"
import { api } from "../api/client"
import { useSession } from "../shell/session"
import { CopyIcon } from "../ui/CopyField"
import { tell, tellProblem } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import classes from "./listening.module.css"
import type { Hook, ListeningDetail } from "./types"
import { HOOK_WORDS, KINDS, standing } from "./words"

export function ListeningDrawer({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient()
  const { can } = useSession()
  const path = `/api/listening/${id}`
  const asked = useQuery({
    queryKey: [path],
    queryFn: () => api.get<ListeningDetail>(path),
    refetchInterval: 2500,
    retry: false,
  })
  const changed = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: [path] }),
      queries.invalidateQueries({ queryKey: ["/api/listening"] }),
    ])
  const repair = useMutation({
    mutationFn: () => api.post<ListeningDetail>(`${path}/repair`),
    onSuccess: () => tell("The service is asked what it has; what is not as it should be is put right."),
    onError: tellProblem,
    onSettled: changed,
  })
  const forget = useMutation({
    mutationFn: () => api.post(`${path}/forget`),
    onSuccess: () =>
      tell("Its hooks are not removed at the service any more; requests at their URLs are answered 410."),
    onError: tellProblem,
    onSettled: changed,
  })
  const row = asked.data
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={row ? `${row.event} of ${row.customer?.name ?? "a deleted customer"}` : "Registered hook"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {asked.isError && <Text size="sm">It is gone: nothing of it is left at the service.</Text>}
      {row && (
        <Stack gap="md">
          <Facts row={row} />
          {can("operator") && (
            <Group gap="xs">
              <Button
                size="xs"
                leftSection={<Wrench size={14} />}
                loading={repair.isPending}
                disabled={row.status === "off"}
                onClick={() => repair.mutate()}
              >
                Check and repair now
              </Button>
              {!row.wanted && row.hook && (
                <Button size="xs" variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>
                  Give up removing it
                </Button>
              )}
            </Group>
          )}
          {(row.hooks.length > 0 || row.kind === "webhook") && <Ledger hooks={row.hooks} />}
        </Stack>
      )}
    </Drawer>
  )
}

function Facts({ row }: { row: ListeningDetail }) {
  const { badge, label } = standing(row)
  return (
    <dl className={classes.facts}>
      <dt>State</dt>
      <dd>
        <StatusBadge status={badge} label={label} />
      </dd>
      {row.problem && (
        <>
          <dt>Problem</dt>
          <dd>
            {row.problem.message}{" "}
            <Text span inherit c="dimmed">
              Since <When time={row.problem.since} />
              {row.dueAt && (
                <>
                  , tried again <When time={row.dueAt} />
                </>
              )}
            </Text>
          </dd>
        </>
      )}
      <dt>How it comes</dt>
      <dd>{KINDS[row.kind]}</dd>
      {row.selector && (
        <>
          <dt>Selector</dt>
          <dd>
            <code>{row.selector}</code> at <code>{row.webhookKey}</code>
          </dd>
        </>
      )}
      <dt>Integration</dt>
      <dd>{row.integration?.name ?? "Deleted"}</dd>
      <dt>Flows</dt>
      <dd>{row.flows.join(", ") || "None any more"}</dd>
      {Object.keys(row.parameters).length > 0 && (
        <>
          <dt>Parameters</dt>
          <dd>
            <code>{JSON.stringify(row.parameters)}</code>
          </dd>
        </>
      )}
      <dt>Last as it should be</dt>
      <dd>
        <When time={row.checkedAt} />
      </dd>
      <dt>Last event</dt>
      <dd>
        <When time={row.lastEventAt} />
      </dd>
    </dl>
  )
}

function Ledger({ hooks }: { hooks: Hook[] }) {
  return (
    <section aria-label="Ledger of hooks">
      <Title order={2} fz="sm" mb={6}>
        Ledger
      </Title>
      {hooks.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing was registered yet.
        </Text>
      )}
      {hooks.map((hook) => (
        <div key={hook.id} className={classes.hook} data-live={hook.endedAt === null}>
          <div className={classes.hookHead}>
            <Text size="sm" fw={550}>
              {HOOK_WORDS[hook.status] ?? hook.status}
            </Text>
            {hook.externalId && (
              <Text size="xs" c="dimmed">
                The service calls it <code>{hook.externalId}</code>
              </Text>
            )}
          </div>
          <div className={classes.uri}>
            <code>{hook.uri}</code>
            <CopyIcon value={hook.uri} label="Copy URL of the hook" />
          </div>
          <Text size="xs" c="dimmed">
            Asked for <When time={hook.intendedAt} />
            {hook.seenAt && (
              <>
                , last seen <When time={hook.seenAt} />
              </>
            )}
            {hook.refreshAt && (
              <>
                , ends <When time={hook.refreshAt} />
              </>
            )}
            {hook.endedAt && (
              <>
                , over <When time={hook.endedAt} />
              </>
            )}
          </Text>
          {hook.note && <Text size="xs">{hook.note}</Text>}
        </div>
      ))}
    </section>
  )
}
