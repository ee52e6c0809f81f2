import { Text } from "@mantine/core"
import { StepRunDetail } from "../../bench/StepRunDetail"
import { Json } from "../../ui/Json"
import type { StepSample } from "../samples"

/** Output, input, log and error of the step's last run; of a loop's steps, the first turn's. */
export function ResultDetail({ sample, turns }: { sample: StepSample; turns: number }) {
  if (!sample.run) return <Json value={sample.results} open={2} />
  return (
    <div>
      {turns > 1 && (
        <Text size="xs" c="dimmed" mb={4}>
          The first of {turns} turns. The test bench shows all of them.
        </Text>
      )}
      <StepRunDetail step={sample.run} />
    </div>
  )
}
