/** Parameters of connectors that have no global webhook, beside whose URL they are set otherwise. */
import { Button, Group, Select } from "@mantine/core"
import { useState } from "react"
import classes from "./listening.module.css"
import { ParametersDialog } from "./ParametersDialog"
import type { KnownConnector } from "./types"

interface OtherParametersProps {
  integrationId: string
  connectors: readonly KnownConnector[]
}

export function OtherParameters({ integrationId, connectors }: OtherParametersProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [setting, setSetting] = useState(false)
  const asking = connectors.filter((each) => each.parameters > 0)
  const known = asking.find((each) => each.key === chosen)
  if (asking.length === 0) return null
  return (
    <>
      <Group gap="xs" align="end" className={classes.webhook}>
        <Select
          label="Parameters of a connector"
          description="What it asks of an integration once, such as a signing secret."
          placeholder="Choose one"
          size="xs"
          w={260}
          searchable
          data={asking.map((each) => ({ value: each.key, label: each.name }))}
          value={chosen}
          onChange={setChosen}
        />
        <Button size="xs" variant="default" disabled={!known} onClick={() => setSetting(true)}>
          Parameters
        </Button>
      </Group>
      {setting && known && (
        <ParametersDialog
          integrationId={integrationId}
          connector={known.key}
          name={known.name}
          close={() => setSetting(false)}
        />
      )}
    </>
  )
}
