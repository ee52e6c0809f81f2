/** Which turn of a loop is looked at: one chooser for each loop around the step. */
import { ActionIcon, Group, NumberInput, Text } from "@mantine/core"
import { ChevronLeft, ChevronRight } from "lucide-react"
import type { StepRun } from "../api/types"
import { countTurns, inTurn, turnsOf } from "./turns"

interface TurnChooserProps {
  path: string
  runs: readonly StepRun[]
  look: (path: string) => void
}

export function TurnChooser({ path, runs, look }: TurnChooserProps) {
  return turnsOf(path).map(({ loop, number }) => {
    const count = Math.max(countTurns(runs, loop), number + 1)
    const choose = (next: number) => look(inTurn(path, loop, Math.max(0, Math.min(next, count - 1))))
    const name = loop
      .split(".")
      .at(-1)
      ?.replace(/\[\d+\]$/, "")
    return (
      <Group key={loop} gap={4} wrap="nowrap" role="group" aria-label={`Turn of ${name}`}>
        <Text size="xs" c="dimmed">
          <code>{name}</code> turn
        </Text>
        <ActionIcon
          variant="default"
          size="sm"
          aria-label="Previous turn"
          disabled={number === 0}
          onClick={() => choose(number - 1)}
        >
          <ChevronLeft size={14} />
        </ActionIcon>
        {/* People count from 1; paths and `index` count from 0. */}
        <NumberInput
          aria-label={`Turn of ${count}`}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          w={62}
          min={1}
          max={count}
          value={number + 1}
          onChange={(value) => typeof value === "number" && value >= 1 && choose(value - 1)}
        />
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          of {count}
        </Text>
        <ActionIcon
          variant="default"
          size="sm"
          aria-label="Next turn"
          disabled={number + 1 >= count}
          onClick={() => choose(number + 1)}
        >
          <ChevronRight size={14} />
        </ActionIcon>
      </Group>
    )
  })
}
