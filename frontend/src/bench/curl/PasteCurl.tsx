import { Button, Group, Textarea } from "@mantine/core"
import { useState } from "react"

interface Props {
  take: (command: string) => boolean
  close: () => void
}

/** A box for a curl command. Pasting one anywhere in the payload's form does the same. */
export function PasteCurl({ take, close }: Props) {
  const [text, setText] = useState("")
  return (
    <div>
      <Textarea
        label="curl command"
        description="As copied from a browser, a terminal or a page of documentation."
        placeholder="curl https://… -H 'Content-Type: application/json' --data-raw '{}'"
        data-autofocus
        autoFocus
        autosize
        minRows={3}
        maxRows={8}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap="xs" justify="flex-end" mt={6}>
        <Button variant="default" size="compact-xs" onClick={close}>
          Cancel
        </Button>
        <Button size="compact-xs" disabled={text.trim() === ""} onClick={() => take(text)}>
          Use as payload
        </Button>
      </Group>
    </div>
  )
}
