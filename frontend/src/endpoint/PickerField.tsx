/** A picker: a reference into `results`, chosen from what the last endpoint test gave, with the value it has there. */
import { Button, Group, Popover, ScrollArea, Text, TextInput } from "@mantine/core"
import { ListTree } from "lucide-react"
import { useState } from "react"
import { readSample } from "../flow/lookup"
import { ResultTree } from "./ResultTree"

interface PickerFieldProps {
  field: string
  label: string
  description: string
  placeholder: string
  reference: string
  /** Undefined when there was no test yet. */
  results: unknown
  error: string | undefined
  change: (reference: string) => void
}

export function PickerField({
  field,
  label,
  description,
  placeholder,
  reference,
  results,
  error,
  change,
}: PickerFieldProps) {
  return (
    <div>
      <TextInput
        label={label}
        data-field={field}
        description={description}
        placeholder={placeholder}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={reference}
        error={error}
        onChange={(event) => change(event.currentTarget.value)}
        inputContainer={(input) => (
          <Group gap="xs" wrap="nowrap">
            <div style={{ flex: 1 }}>{input}</div>
            <Chooser label={label} results={results} change={change} />
          </Group>
        )}
      />
      <ValueNow reference={reference} results={results} />
    </div>
  )
}

interface ChooserProps {
  label: string
  results: unknown
  change: (reference: string) => void
}

function Chooser({ label, results, change }: ChooserProps) {
  const [open, setOpen] = useState(false)
  const choose = (chosen: string) => {
    change(chosen)
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={420} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ListTree size={14} />}
          aria-label={`Choose ${label} from the last test`}
          onClick={() => setOpen(!open)}
        >
          Choose
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        {results === undefined ? (
          <Text size="sm" c="dimmed" p={8}>
            Test the endpoint first: paste a payload into the test bench and press Test endpoint. What comes out of it
            can be chosen here.
          </Text>
        ) : (
          <ScrollArea.Autosize mah={320}>
            <ResultTree results={results} choose={choose} />
          </ScrollArea.Autosize>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function ValueNow({ reference, results }: { reference: string; results: unknown }) {
  if (results === undefined || reference === "" || reference.startsWith("$")) return null
  const value = readSample({ results }, reference)
  return (
    <Text size="xs" c="dimmed" mt={3}>
      In the last test:{" "}
      {value === undefined ? "nothing stands there" : <code>{JSON.stringify(value).slice(0, 200)}</code>}
    </Text>
  )
}
