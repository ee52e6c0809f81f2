/** What became of each part of a file: what needs a person first, what came as it was last and folded away. */
import { Anchor, Badge, Group, Text, UnstyledButton } from "@mantine/core"
import { ChevronDown, ChevronRight } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import classes from "./importing.module.css"
import type { Level, ReportLine } from "./incoming"

const LEVELS: { level: Level; title: string; says: string; color: string; open: boolean }[] = [
  { level: "refused", title: "Left out", says: "and does not come back", color: "red", open: true },
  {
    level: "stubbed",
    title: "Placeholders",
    says: "a step keeps the place until you replace it",
    color: "orange",
    open: true,
  },
  { level: "changed", title: "Works otherwise", says: "look whether that will do", color: "yellow", open: true },
  { level: "kept", title: "Kept", says: "without effect here, and back in an export", color: "gray", open: false },
  { level: "taken", title: "Taken", says: "as it was", color: "green", open: false },
]

interface Props {
  report: readonly ReportLine[]
  /** Names of the flows, by key. */
  flows: ReadonlyMap<string, string>
  /** Of the draft that was made of it. */
  integration: string | undefined
}

export function ReportLines({ report, ...where }: Props) {
  return LEVELS.map((group) => {
    const lines = report.filter((line) => line.level === group.level)
    return lines.length > 0 && <ReportGroup key={group.level} {...group} {...where} lines={lines} />
  })
}

function ReportGroup({
  title,
  says,
  color,
  open,
  lines,
  flows,
  integration,
}: Omit<Props, "report"> & {
  title: string
  says: string
  color: string
  open: boolean
  lines: ReportLine[]
}) {
  const [opened, setOpened] = useState(open)
  const Chevron = opened ? ChevronDown : ChevronRight
  return (
    <section className={classes.group} aria-label={title}>
      <UnstyledButton onClick={() => setOpened(!opened)} aria-expanded={opened}>
        <Group gap={8} wrap="nowrap">
          <Chevron size={14} aria-hidden />
          <Text span fw={550} size="sm">
            {title}
          </Text>
          <Badge size="sm" variant="light" color={color}>
            {lines.length}
          </Badge>
          <Text span size="xs" c="dimmed">
            {says}
          </Text>
        </Group>
      </UnstyledButton>
      {opened && (
        <ul className={classes.lines}>
          {lines.map((line) => (
            <li key={`${line.flow} ${line.step} ${line.message}`}>
              <Group justify="space-between" align="baseline" wrap="nowrap" gap="md">
                <Text size="sm">{line.message}</Text>
                <Place flow={line.flow ?? null} flows={flows} integration={integration} />
              </Group>
              {line.todo && (
                <Text size="xs" c="dimmed">
                  {line.todo}
                </Text>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Place({ flow, flows, integration }: Omit<Props, "report"> & { flow: string | null }) {
  const name = flow === null ? undefined : flows.get(flow)
  if (name === undefined) return null
  return integration ? (
    <Anchor component={Link} to={`/integrations/${integration}/flows/${flow}`} size="xs" className={classes.place}>
      {name}
    </Anchor>
  ) : (
    <Text size="xs" c="dimmed" className={classes.place}>
      {name}
    </Text>
  )
}
