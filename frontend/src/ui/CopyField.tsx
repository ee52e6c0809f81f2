import { ActionIcon, Group, Text, Tooltip } from "@mantine/core"
import { useClipboard } from "@mantine/hooks"
import { Check, Copy } from "lucide-react"
import type { ReactNode } from "react"
import classes from "./CopyField.module.css"

/** A function is asked when somebody copies: for what is long to make. */
export function CopyIcon({ value, label }: { value: string | (() => string); label: string }) {
  const { copied, copy } = useClipboard({ timeout: 1500 })
  return (
    <Tooltip label={copied ? "Copied" : label}>
      <ActionIcon
        variant="subtle"
        color={copied ? "green" : "gray"}
        aria-label={label}
        onClick={() => copy(typeof value === "string" ? value : value())}
      >
        {copied ? <Check size={15} /> : <Copy size={15} />}
      </ActionIcon>
    </Tooltip>
  )
}

/** One line of data that people take elsewhere, such as an endpoint URL. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  return (
    <div>
      <Text size="xs" fw={550} mb={2}>
        {label}
      </Text>
      <Group className={classes.box} gap={4} wrap="nowrap">
        <code className={classes.value} title={value}>
          {value}
        </code>
        <CopyIcon value={value} label={`Copy ${label}`} />
      </Group>
      {hint && (
        <Text size="xs" c="dimmed" mt={2}>
          {hint}
        </Text>
      )}
    </div>
  )
}
