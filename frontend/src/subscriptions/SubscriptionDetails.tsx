/** One subscription as programs know it: its own URL, where its events go, what it was made with. */
import { Alert, Anchor, Stack, Text } from "@mantine/core"
import { Link } from "react-router"
import type { Subscription } from "../api/types"
import { CopyField } from "../ui/CopyField"
import { Dialog } from "../ui/Dialog"
import { Json } from "../ui/Json"
import { reasonOf } from "./words"

export function SubscriptionDetails({ row, close }: { row: Subscription; close: () => void }) {
  const off = reasonOf(row)
  return (
    <Dialog onClose={close} title={row.name} size="lg">
      <Stack gap="sm">
        {row.error && (
          <Alert color="red" variant="light" title="It could not be made">
            {row.error.message} <code>{row.error.code}</code>
          </Alert>
        )}
        {off && (
          <Alert color="yellow" variant="light" title="Nothing is delivered now">
            The endpoint was switched off: {off}. Its events wait; go on when it is mended.
          </Alert>
        )}
        <CopyField label="ID" value={row.publicId} hint="As programs know it." />
        {row.externalId && <CopyField label="External ID" value={row.externalId} />}
        <CopyField label="Public URL" value={row.publicUrl} hint="The outside service calls it." />
        <CopyField
          label="Endpoint"
          value={row.endpoint}
          hint={
            <>
              Events are delivered there.{" "}
              {!row.deletedAt && (
                <Anchor component={Link} to={`/deliveries/${row.id}`} inherit underline="always">
                  Its deliveries and public key
                </Anchor>
              )}
            </>
          }
        />
        {row.stateChangeEndpoint && (
          <CopyField
            label="State change endpoint"
            value={row.stateChangeEndpoint}
            hint="Hears when the state changes."
          />
        )}
        <div>
          <Text size="sm" fw={500}>
            Input
          </Text>
          <Json value={row.input} />
        </div>
        <Text size="sm" c="dimmed">
          {row.trigger} {row.version}, {row.operation}
          {row.account ? `, with the account ${row.account}` : ""}
        </Text>
      </Stack>
    </Dialog>
  )
}
