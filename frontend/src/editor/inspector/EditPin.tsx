/** The pinned results as JSON, to be changed: what if the service had answered otherwise? */
import { Button, Group, Text } from "@mantine/core"
import { useState } from "react"
import type { Step } from "../../flow/definition"
import { CodeEditor } from "../../ui/CodeEditor"
import { type Pin, usePins } from "../pins"

export function EditPin({ flowKey, step, pin, close }: { flowKey: string; step: Step; pin: Pin; close: () => void }) {
  const [text, setText] = useState(() => JSON.stringify(pin.results, null, 2))
  const [problem, setProblem] = useState<string | null>(null)
  const keep = () => {
    try {
      const refusal = usePins.getState().pin(flowKey, step, JSON.parse(text))
      if (refusal === null) close()
      else setProblem(refusal)
    } catch (failure) {
      setProblem(`Not JSON yet: ${failure instanceof Error ? failure.message : String(failure)}`)
    }
  }
  return (
    <div>
      <CodeEditor
        label={`Pinned results of ${step.id}`}
        language="json"
        value={text}
        onChange={setText}
        minHeight="90px"
        maxHeight="280px"
      />
      {problem && (
        <Text size="xs" c="var(--hy-bad)" role="alert" mt={4}>
          {problem}
        </Text>
      )}
      <Group gap="xs" justify="flex-end" mt={6}>
        <Button variant="default" size="compact-xs" onClick={close}>
          Cancel
        </Button>
        <Button size="compact-xs" onClick={keep}>
          Keep pinned
        </Button>
      </Group>
    </div>
  )
}
