import { Text } from "@mantine/core"
import { readSample } from "../../flow/references"
import { useSampleScope } from "../useSampleScope"
import classes from "./form.module.css"

/** The value that a reference has in the sample right now. */
export function SampleValue({ stepId, reference }: { stepId: string; reference: string }) {
  const { values, roots } = useSampleScope(stepId)
  // JSONPath is read by the server only.
  if (reference.startsWith("$")) return null
  const value = readSample(values, reference)
  const head = reference.split(/[.[]/)[0]
  const source = roots.find((root) => root.tree.path.split(/[.[]/)[0] === head)?.source
  if (value === undefined) {
    return (
      <Text size="xs" c="dimmed" className={classes.sample}>
        not in the {source === "example" ? "example" : "sample"}
      </Text>
    )
  }
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return (
    <Text size="xs" c="dimmed" className={classes.sample} title={text}>
      = <code>{text.length > 90 ? `${text.slice(0, 90)}…` : text}</code>
      {source && ` (${source})`}
    </Text>
  )
}
