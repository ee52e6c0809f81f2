/** A signing key, in both spellings, the one time it is shown. */
import { Alert, Button, Group, Stack } from "@mantine/core"
import { CopyField } from "../ui/CopyField"

export function KeyNotice({ signingKey, secret, close }: { signingKey: string; secret: string; close: () => void }) {
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light">
        Copy it now: it is not shown again. Both lines are the same key.
      </Alert>
      <CopyField label="Secret for Standard Webhooks" value={secret} hint="Checks webhook-signature." />
      <CopyField label="Signing key" value={signingKey} hint="Base64; checks x-tray-signature." />
      <Group justify="flex-end">
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  )
}
