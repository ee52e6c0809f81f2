/** What is in a connector: operations, events, webhooks and auth, each with its methods and files. */
import { Badge, Group, Stack, Text, Title } from "@mantine/core"
import type { ConnectorElement, WholeConnector } from "../api/types"
import { KINDS, ORDER } from "./words"

export function Parts({ connector }: { connector: WholeConnector }) {
  const kinds = ORDER.filter((kind) => connector.elements.some((element) => element.kind === kind))
  return (
    <Stack gap="lg" px="lg" py="md" maw={860}>
      {kinds.map((kind) => (
        <section key={kind}>
          <Title order={2} size="h4" mb={6}>
            {KINDS[kind].many}
          </Title>
          <Stack gap="sm">
            {connector.elements
              .filter((element) => element.kind === kind)
              .map((element) => (
                <Part key={element.key} element={element} />
              ))}
          </Stack>
        </section>
      ))}
      {kinds.length === 0 && <Text c="dimmed">There is nothing but a spec in it yet.</Text>}
    </Stack>
  )
}

function Part({ element }: { element: ConnectorElement }) {
  return (
    <div>
      <Group gap="xs">
        <Text fw={550}>{element.name}</Text>
        <code>{element.key}</code>
        {element.implementationType && (
          <Badge size="sm" variant="light" color="gray" tt="none">
            {element.implementationType}
          </Badge>
        )}
      </Group>
      {element.description && (
        <Text size="sm" c="dimmed">
          {element.description}
        </Text>
      )}
      {element.methods.map((method) => (
        <Text key={method.name} size="sm" ff="monospace">
          {method.name} · {method.file}
        </Text>
      ))}
    </div>
  )
}
