/** A reference to an earlier result: typed or picked, with the value it has in the sample. */
import { ActionIcon, Autocomplete } from "@mantine/core"
import { Crosshair } from "lucide-react"
import { useMemo } from "react"
import { useSampleScope } from "../useSampleScope"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import classes from "./form.module.css"
import { ReferencePicker } from "./ReferencePicker"
import { SampleValue } from "./SampleValue"

export function ReferenceControl({ title, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const { roots } = useSampleScope(step.id)
  const reference = input && "reference" in input ? input.reference : ""
  const suggestions = useMemo(() => [...new Set(roots.map((root) => root.tree.path))], [roots])
  return (
    <>
      <div className={classes.withButton}>
        <Autocomplete
          aria-label={title}
          size="xs"
          className={classes.grow}
          classNames={{ input: classes.mono ?? "" }}
          data={reference === "" ? suggestions : []}
          value={reference}
          readOnly={readOnly}
          placeholder="webhook_1.results.body.data"
          onChange={(text) => onChange({ reference: text.trim() })}
        />
        {!readOnly && (
          <ReferencePicker stepId={step.id} onPick={(path) => onChange({ reference: path })}>
            <ActionIcon variant="default" size={30} aria-label={`Pick a result for ${title}`}>
              <Crosshair size={15} />
            </ActionIcon>
          </ReferencePicker>
        )}
      </div>
      {reference && <SampleValue stepId={step.id} reference={reference} />}
    </>
  )
}
