import { Text } from "@mantine/core"
import { readSample } from "../../flow/references"
import { documentOf, useEditor } from "../store"
import { useSampleScope } from "../useSampleScope"
import { useForm } from "./context"
import classes from "./form.module.css"

/** The text with the sample's values in it. Placeholders without a sample stay as they are. */
export function TemplatePreview({ template }: { template: string }) {
  const { step } = useForm()
  const { values } = useSampleScope(step.id)
  const variables = useEditor((state) => documentOf(state).configVariables)
  if (!template.includes("{{")) return null
  const missing: string[] = []
  const text = template.replace(/\{\{([^{}]*)\}\}/g, (whole, inner: string) => {
    const name = inner.trim()
    const value = name.startsWith("#")
      ? variables?.find((variable) => variable.name === name.slice(1).trim())?.default
      : readSample(values, name)
    if (value === undefined) {
      // JSONPath is read by the server only.
      if (!name.startsWith("#") && !name.startsWith("$")) missing.push(name)
      return whole
    }
    return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value)
  })
  return (
    <Text size="xs" c="dimmed" className={classes.sample}>
      = {text}
      {missing.length > 0 && (
        <Text span inherit c="var(--hy-warn)" display="block">
          Not in the sample: {missing.join(", ")}
        </Text>
      )}
    </Text>
  )
}
