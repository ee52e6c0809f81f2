import { Input } from "@mantine/core"
import { useState } from "react"
import type { FormSchema } from "../flow/definition"
import { CodeEditor } from "../ui/CodeEditor"

interface SchemaProps {
  schema: FormSchema | undefined
  error: string | undefined
  change: (schema: FormSchema) => void
}

/** The fields of a form as JSON Schema. Half-typed text stays here; only what parses reaches the draft. */
export function SchemaEditor({ schema, error, change }: SchemaProps) {
  const stored = JSON.stringify(schema ?? {}, null, 2)
  const [typed, setTyped] = useState<{ text: string; means: string | null } | null>(null)
  const mine = typed !== null && (typed.means === null || typed.means === stored)
  const read = (text: string) => {
    try {
      const next: unknown = JSON.parse(text)
      if (typeof next !== "object" || next === null || Array.isArray(next)) throw new Error("write an object")
      setTyped({ text, means: JSON.stringify(next, null, 2) })
      change(next as FormSchema)
    } catch {
      setTyped({ text, means: null })
    }
  }
  return (
    <Input.Wrapper
      label="Fields"
      labelElement="div"
      description="JSON Schema with properties, title, description, required, enum or oneOf with const, items, and bounds."
      error={mine && typed.means === null ? "Not JSON yet, so not saved." : error}
    >
      <CodeEditor
        label="Fields as JSON Schema"
        language="json"
        value={mine ? typed.text : stored}
        onChange={read}
        minHeight="160px"
        maxHeight="360px"
      />
    </Input.Wrapper>
  )
}
