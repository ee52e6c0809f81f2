/** Results of one step as pasted JSON: a sample to choose from until a real one is there. Tests do not use it. */
import { Button, Group, Text } from "@mantine/core"
import { useState } from "react"
import { CodeEditor } from "../../ui/CodeEditor"
import { useFlowSample, useSamples } from "../samples"
import classes from "./ReferencePicker.module.css"

export function PasteResults({ flowKey, stepId, close }: { flowKey: string; stepId: string; close: () => void }) {
  const before = useFlowSample(flowKey)?.steps[stepId]?.results
  const paste = useSamples((state) => state.paste)
  const [text, setText] = useState(before === undefined ? "" : JSON.stringify(before, null, 2))
  const [problem, setProblem] = useState<string | null>(null)
  const take = () => {
    try {
      paste(flowKey, stepId, JSON.parse(text))
      close()
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : "not JSON")
    }
  }
  return (
    <div className={classes.paste}>
      <Text size="xs">
        What <code>{stepId}</code> returns, as JSON. It shows in pickers and previews only; to use it in tests, pin it.
      </Text>
      <CodeEditor
        label={`Results of ${stepId}`}
        language="json"
        value={text}
        onChange={setText}
        minHeight="120px"
        maxHeight="280px"
      />
      {problem && (
        <Text size="xs" c="var(--hy-bad)" role="alert">
          Not JSON yet: {problem}
        </Text>
      )}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button onClick={take} disabled={text.trim() === ""}>
          Use as sample
        </Button>
      </Group>
    </div>
  )
}
