/** New keys: the secret one in both spellings, the one time it is shown, and the public one that may do instead. */
import { Alert, Button, Group, Stack } from "@mantine/core"
import type { KeptDestination } from "../api/types"
import { CopyField } from "../ui/CopyField"

type Keys = Pick<KeptDestination, "signingKey" | "secret" | "publicKey">

export function KeyNotice({ signingKey, secret, publicKey, close }: Keys & { close: () => void }) {
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light">
        Copy the secret now: it is not shown again. The first two lines are the same key.
      </Alert>
      <CopyField label="Secret for Standard Webhooks" value={secret} hint="Checks v1 in webhook-signature." />
      <CopyField label="Signing key" value={signingKey} hint="Base64; checks x-tray-signature." />
      <CopyField
        label="Public key"
        value={publicKey}
        hint="Checks v1a in webhook-signature, without any secret. It stays on the destination's page."
      />
      <Group justify="flex-end">
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  )
}
