import { Stack, Text, Title } from "@mantine/core"
import type { LucideIcon } from "lucide-react"
import type { ReactNode } from "react"

/** An empty state: says what this place is for and offers the next step. */
export function Empty({
  icon: Icon,
  title,
  text,
  action,
}: {
  icon: LucideIcon
  title: string
  text: ReactNode
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      <Icon size={28} strokeWidth={1.5} color="var(--hy-muted)" aria-hidden />
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={460} size="sm" style={{ textWrap: "pretty" }}>
        {text}
      </Text>
      {action}
    </Stack>
  )
}
