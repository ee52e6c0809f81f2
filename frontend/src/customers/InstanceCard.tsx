/** One instance of a customer: its version, its state, its config values, its URLs. */
import { ActionIcon, Anchor, Button, Group, Menu, Text, Tooltip } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { Ellipsis, Link2, Pause, Play, RefreshCw, Settings2, Trash2 } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Endpoint, Instance, Version } from "../api/types"
import { Facts } from "../bench/Facts"
import { valueWords } from "../config/values"
import { ConnectionName } from "../connections/ConnectionName"
import { DriftNotice } from "../drift/DriftNotice"
import { useSession } from "../shell/session"
import { EndpointUrl } from "../ui/EndpointUrl"
import { tell, tellProblem } from "../ui/Problem"
import { ConfigDialog } from "./ConfigDialog"
import classes from "./CustomerPage.module.css"
import { useInstancesChanged } from "./changed"
import { DeleteInstance, ResumeDialog, RotateDialog } from "./InstanceDialogs"
import { InstanceState } from "./InstanceState"
import { RegistrationNotice } from "./RegistrationNotice"
import { Schedules } from "./Schedules"
import { SetUpDialog } from "./SetUpDialog"
import { StoredValues } from "./StoredValues"
import { UpgradeMenu } from "./UpgradeMenu"
import { useConfigVariables } from "./useConfigVariables"

type Dialog = "setUp" | "config" | "resume" | "delete" | { rotate: Endpoint } | null

export function InstanceCard({ instance }: { instance: Instance }) {
  const [dialog, setDialog] = useState<Dialog>(null)
  const operator = useSession().can("operator")
  const { integration } = instance
  const close = () => setDialog(null)
  return (
    <article className={classes.card} aria-label={integration.name}>
      <div className={classes.head}>
        <Group gap={10}>
          <Anchor component={Link} to={`/integrations/${integration.id}/flows`} fw={600} inherit underline="always">
            {integration.name}
          </Anchor>
          <Text c="dimmed">version {instance.version}</Text>
          <InstanceState instance={instance} />
        </Group>
        {operator && <Actions instance={instance} open={setDialog} />}
      </div>
      <RegistrationNotice instance={instance} />
      <DriftNotice integration={integration.id} instance={instance.id} />
      <Config instance={instance} />
      <Schedules instance={instance} />
      <Urls instance={instance} rotate={operator ? (endpoint) => setDialog({ rotate: endpoint }) : null} />
      <StoredValues of={`/api/instances/${instance.id}`} flows={flowsOf(instance)} needs="operator" />
      {dialog === "setUp" && <SetUpDialog customer={instance.customer} instance={instance} close={close} />}
      {dialog === "config" && <ConfigDialog instance={instance} close={close} />}
      {dialog === "resume" && <ResumeDialog instance={instance} close={close} />}
      {dialog === "delete" && <DeleteInstance instance={instance} close={close} />}
      {dialog && typeof dialog === "object" && (
        <RotateDialog instance={instance} endpoint={dialog.rotate} close={close} />
      )}
    </article>
  )
}

const flowsOf = ({ endpoints }: Instance) =>
  endpoints.flatMap(({ flowKey, flowName }) => (flowKey ? [{ value: flowKey, label: flowName ?? flowKey }] : []))

function Actions({ instance, open }: { instance: Instance; open: (dialog: Dialog) => void }) {
  const versions = useQuery({
    queryKey: ["versions", instance.integration.id],
    queryFn: () => api.get<Version[]>(`/api/integrations/${instance.integration.id}/versions`),
  })
  return (
    <Group gap={6}>
      <UpgradeMenu instance={instance} numbers={(versions.data ?? []).map(({ number }) => number)} />
      {instance.enabled ? (
        <PauseButton instance={instance} />
      ) : (
        <Button size="compact-xs" leftSection={<Play size={13} />} onClick={() => open("resume")}>
          Resume
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${instance.integration.name}`}>
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Link2 size={15} />} onClick={() => open("setUp")}>
            Set-up link…
          </Menu.Item>
          <Menu.Item leftSection={<Settings2 size={15} />} onClick={() => open("config")}>
            Change config values
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={15} />} color="red" onClick={() => open("delete")}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

function PauseButton({ instance }: { instance: Instance }) {
  const changed = useInstancesChanged()
  const pause = useMutation({
    mutationFn: () => api.post<Instance>(`/api/instances/${instance.id}/pause`),
    onSuccess: async () => {
      tell("Paused. What arrives is accepted and held until you resume.")
      await changed()
    },
    onError: tellProblem,
  })
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<Pause size={13} />}
      loading={pause.isPending}
      onClick={() => pause.mutate()}
    >
      Pause
    </Button>
  )
}

function Config({ instance: { config, integration, version } }: { instance: Instance }) {
  const variables = useConfigVariables(integration.id, version).data?.variables
  const entries = Object.entries(config)
  if (entries.length === 0) return null
  return (
    <Facts
      facts={entries.map(([key, value]) => {
        const variable = variables?.find((one) => one.key === key)
        const named = variable?.type === "connection" && typeof value === "string"
        return [
          variable?.name ?? key,
          named ? <ConnectionName key={key} id={value} /> : <code key={key}>{valueWords(variable, value)}</code>,
        ]
      })}
    />
  )
}

function Urls({ instance, rotate }: { instance: Instance; rotate: ((endpoint: Endpoint) => void) | null }) {
  if (instance.endpoints.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Reached by the integration's{" "}
        <Anchor component={Link} to={`/integrations/${instance.integration.id}/endpoint`} inherit underline="always">
          shared URL
        </Anchor>
        .
      </Text>
    )
  }
  return instance.endpoints.map((endpoint) => (
    <EndpointUrl
      key={endpoint.id}
      label={endpoint.flowName ?? "Instance URL"}
      methods={endpoint.methods}
      url={endpoint.url}
      actions={
        rotate && (
          <Tooltip label="New secret part">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Rotate ${endpoint.flowName ?? "instance URL"}`}
              onClick={() => rotate(endpoint)}
            >
              <RefreshCw size={14} />
            </ActionIcon>
          </Tooltip>
        )
      }
    />
  ))
}
