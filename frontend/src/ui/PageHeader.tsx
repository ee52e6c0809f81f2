import { Box, Group, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { usePageTitle } from "./pageTitle"

interface Props {
  title: ReactNode
  /** What the browser calls the page, where the title is more than words. */
  name?: string
  text?: ReactNode
  actions?: ReactNode
}

/** The top of a list or detail page. `actions` stand at the right. */
export function PageHeader({ title, name, text, actions }: Props) {
  usePageTitle(name ?? (typeof title === "string" ? title : ""))
  return (
    <Group justify="space-between" align="flex-start" px="lg" pt="md" pb="sm">
      <Box flex="1 1 320px">
        <Title order={1}>{title}</Title>
        {text && (
          <Text c="dimmed" size="sm" maw={720} style={{ textWrap: "pretty" }}>
            {text}
          </Text>
        )}
      </Box>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  )
}
