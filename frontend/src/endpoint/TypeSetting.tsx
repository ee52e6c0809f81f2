import { SegmentedControl, Stack, Text } from "@mantine/core"
import type { EndpointConfig } from "../flow/definition"
import { TYPE_WORDS } from "./rules"
import type { SettingProps } from "./StopSettings"

type EndpointType = EndpointConfig["type"]

export function TypeSetting({ open }: SettingProps) {
  const { endpoint, change } = open
  return (
    <Stack gap={6}>
      <Text size="xs" fw={550} id="endpoint-type">
        Endpoint type
      </Text>
      <SegmentedControl
        aria-labelledby="endpoint-type"
        w={320}
        value={endpoint.type}
        onChange={(type) => change({ type: type as EndpointType })}
        data={Object.entries(TYPE_WORDS).map(([value, { label }]) => ({ value, label }))}
      />
      <Text size="sm" c="dimmed">
        {TYPE_WORDS[endpoint.type].text}
      </Text>
    </Stack>
  )
}
