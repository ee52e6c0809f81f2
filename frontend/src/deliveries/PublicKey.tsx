/** What receivers check events with that may be known to anybody; and, while keys are changed, until when the old ones count. */
import { Anchor, Box, Button, Group, Text } from "@mantine/core"
import { useState } from "react"
import type { DestinationDetail } from "../api/types"
import { useSession } from "../shell/session"
import { CopyField } from "../ui/CopyField"
import { When } from "../ui/When"
import { EndOldKeyDialog } from "./dialogs"

export function PublicKey({ row }: { row: DestinationDetail }) {
  const { can } = useSession()
  const [ending, setEnding] = useState(false)
  const how = (
    <Anchor href="/docs/events#public-key" target="_blank" inherit underline="always">
      How to check
    </Anchor>
  )
  return (
    <Box component="section" aria-label="Keys" px="lg" pb="md" maw={620}>
      {row.publicKey ? (
        <CopyField
          label="Public key"
          value={row.publicKey}
          hint={<>Checks v1a in webhook-signature, and is no secret. {how}</>}
        />
      ) : (
        <Text size="sm" c="dimmed">
          It has no public key yet: its events are signed by its signing key alone. A new signing key brings one. {how}
        </Text>
      )}
      {row.previousKeyUntil && (
        <Group gap="xs" mt="xs">
          <Text size="sm">
            The old keys sign as well; that ends <When time={row.previousKeyUntil} />.
          </Text>
          {can("builder") && (
            <Button size="compact-xs" variant="default" onClick={() => setEnding(true)}>
              End them now
            </Button>
          )}
        </Group>
      )}
      {ending && <EndOldKeyDialog destination={row} close={() => setEnding(false)} />}
    </Box>
  )
}
