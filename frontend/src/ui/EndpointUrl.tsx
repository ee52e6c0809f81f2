/** A public URL to copy, with the ids it carries spelled out. */
import { Text } from "@mantine/core"
import type { ReactNode } from "react"
import { CopyField } from "./CopyField"
import { idsOfUrl } from "./endpointIds"

export function EndpointUrl({ label, url, hint }: { label: string; url: string; hint?: ReactNode }) {
  const { tenantId, flowId } = idsOfUrl(url)
  return (
    <div>
      <CopyField label={label} value={url} />
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
