/** The form of one step, drawn from its component's JSON Schema: a new component needs no change here. */
import { Stack } from "@mantine/core"
import { useMemo } from "react"
import type { Component } from "../../api/types"
import type { Input, Problem, Step } from "../../flow/definition"
import { isNeeded, shownProperties } from "../../flow/schema"
import { useEditor } from "../store"
import { useSampleScope } from "../useSampleScope"
import { FormContext } from "./context"
import { InputField } from "./InputField"

interface Props {
  step: Step
  component: Component
  problems: Problem[]
  /** Inputs that another part of the inspector shows. */
  without?: readonly string[]
}

export function InputForm({ step, component, problems, without = [] }: Props) {
  const edit = useEditor((state) => state.edit)
  const flow = useEditor((state) => state.flowKey)
  const readOnly = useEditor((state) => state.readOnly)
  const scope = useSampleScope(step.id)
  const frame = useMemo(() => ({ step, problems, readOnly, scope }), [step, problems, readOnly, scope])
  const names = shownProperties(component.inputs, step.inputs).filter((name) => !without.includes(name))
  const change = (name: string, input: Input | undefined) =>
    edit(
      { kind: "setInput", flow, step: step.id, name, input },
      { label: `Change ${name} of ${step.id}`, burst: `${step.id} ${name}`, select: [step.id] },
    )
  return (
    <FormContext.Provider value={frame}>
      <Stack gap="sm">
        {names.map((name) => (
          <InputField
            key={name}
            path={name}
            name={name}
            schema={component.inputs.properties?.[name] ?? {}}
            required={isNeeded(component.inputs, name, step.inputs)}
            input={step.inputs?.[name]}
            onChange={(input) => change(name, input)}
          />
        ))}
      </Stack>
    </FormContext.Provider>
  )
}
