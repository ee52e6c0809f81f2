import { Text, UnstyledButton } from "@mantine/core"
import type { Template } from "../api/types"
import { FlowDrawing } from "./FlowDrawing"
import classes from "./templates.module.css"

/** What it looks like and what it does; a click says more. */
export function TemplateCard({ template, open }: { template: Template; open: () => void }) {
  const [flow] = template.definition.flows
  return (
    <UnstyledButton className={classes.card} onClick={open} data-testid={`template-${template.key}`}>
      <span className={classes.drawing}>{flow && <FlowDrawing flow={flow} />}</span>
      <Text span className={classes.title}>
        {template.title}
      </Text>
      <Text span size="sm" c="dimmed">
        {template.summary}
      </Text>
    </UnstyledButton>
  )
}
