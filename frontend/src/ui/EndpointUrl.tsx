/** A public URL to copy, shown whole, with the ids it carries spelled out. */
import { Text } from "@mantine/core"
import type { ReactNode } from "react"
import { CopyIcon } from "./CopyField"
import classes from "./EndpointUrl.module.css"
import { idsOfUrl } from "./endpointIds"

interface EndpointUrlProps {
  label: string
  url: string
  methods?: string[]
  hint?: ReactNode
  actions?: ReactNode
}

export function EndpointUrl({ label, url, methods = [], hint, actions }: EndpointUrlProps) {
  const { tenantId, flowId } = idsOfUrl(url)
  return (
    <div>
      <Text size="xs" fw={550} mb={2}>
        {label}
        {methods.length > 0 && (
          <Text span c="dimmed" inherit fw={400}>
            {" "}
            {methods.join(", ")}
          </Text>
        )}
      </Text>
      <div className={classes.box}>
        <code className={classes.url}>{url}</code>
        <CopyIcon value={url} label={`Copy ${label}`} />
        {actions}
      </div>
      <Text size="xs" c="dimmed" mt={2}>
        {tenantId && (
          <>
            tenant_id <code>{tenantId}</code>
          </>
        )}
        {flowId && (
          <>
            {" · "}flow_id <code>{flowId}</code>
          </>
        )}
        {hint && <> · {hint}</>}
      </Text>
    </div>
  )
}
