import { ActionIcon, Button, Input, TextInput } from "@mantine/core"
import { ArrowUp, Plus, X } from "lucide-react"
import classes from "../config/config.module.css"
import type { Choice } from "../flow/definition"

interface ChoicesProps {
  choices: Choice[]
  error: string | undefined
  change: (choices: Choice[]) => void
}

/** What a picklist offers: the value that steps read, and the words that people see. */
export function ChoicesEditor({ choices, error, change }: ChoicesProps) {
  const set = (index: number, next: Partial<Choice>) => change(choices.with(index, { ...at(choices, index), ...next }))
  return (
    <Input.Wrapper label="Choices" labelElement="div" error={error}>
      <fieldset className={classes.rows} aria-label="Choices">
        {choices.map((choice, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place while its value is typed
          <div key={index} className={classes.row}>
            <TextInput
              className={classes.grow ?? ""}
              aria-label={`Words of choice ${index + 1}`}
              placeholder="What people see"
              value={choice.label ?? ""}
              onChange={(event) => set(index, { label: event.currentTarget.value })}
            />
            <TextInput
              className={classes.grow ?? ""}
              classNames={{ input: classes.mono ?? "" }}
              aria-label={`Value of choice ${index + 1}`}
              placeholder="What steps read"
              maxLength={200}
              value={choice.value}
              onChange={(event) => set(index, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Move choice ${index + 1} up`}
              disabled={index === 0}
              onClick={() => change(choices.toSpliced(index, 1).toSpliced(index - 1, 0, choice))}
            >
              <ArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove choice ${index + 1}`}
              onClick={() => change(choices.toSpliced(index, 1))}
            >
              <X size={14} />
            </ActionIcon>
          </div>
        ))}
      </fieldset>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Plus size={13} />}
        onClick={() => change([...choices, { value: free(choices), label: "" }])}
      >
        Add choice
      </Button>
    </Input.Wrapper>
  )
}

const at = (choices: Choice[], index: number): Choice => choices[index] ?? { value: "" }

function free(choices: Choice[]): string {
  let number = choices.length + 1
  while (choices.some(({ value }) => value === `choice-${number}`)) number += 1
  return `choice-${number}`
}
