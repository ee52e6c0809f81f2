/** A reference as people read it: the step's name and the field. Hovering, or focusing it, shows the value now. */
import { HoverCard } from "@mantine/core"
import type { Component } from "../../api/types"
import type { Step } from "../../flow/definition"
import { segmentsOf } from "../../flow/lookup"
import { placeholdersOf, previewOf } from "../../flow/preview"
import { ComponentIcon } from "../../ui/ComponentIcon"
import { useEditor } from "../store"
import { useForm } from "./context"
import classes from "./preview.module.css"

export function ReferenceChips({ input }: { input: { reference: string } | { template: string } }) {
  const references = "reference" in input ? [input.reference] : [...new Set(placeholdersOf(input.template))]
  const shown = references.filter((reference) => segmentsOf(reference) !== null)
  if (shown.length === 0) return null
  return (
    <span className={classes.chips}>
      {shown.map((reference) => (
        <ReferenceChip key={reference} reference={reference} />
      ))}
    </span>
  )
}

function ReferenceChip({ reference }: { reference: string }) {
  const { scope } = useForm()
  const keys = segmentsOf(reference)?.map(({ key }) => key) ?? []
  const [root = "", ...rest] = keys
  const step = useEditor((state) => state.steps[root])
  const component = useEditor((state) => state.components[step?.component ?? ""])
  const field = rest.filter((key, place) => !(place === 0 && key === "results"))
  return (
    <HoverCard width={320} shadow="md" openDelay={200} position="top-start">
      <HoverCard.Target>
        <button
          type="button"
          className={classes.chip}
          data-known={step !== undefined || root === "trigger" || undefined}
        >
          <ComponentIcon name={component?.icon ?? "webhook"} size={12} />
          <span className={classes.chipStep}>{nameOf(root, step, component)}</span>
          {field.length > 0 && <code>{shortened(field)}</code>}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown p="xs">
        <ValueNow reference={reference} input={previewOf({ reference }, scope)} />
      </HoverCard.Dropdown>
    </HoverCard>
  )
}

const nameOf = (root: string, step: Step | undefined, component: Component | undefined): string =>
  step
    ? step.name || component?.title || step.id
    : root === "trigger" || root === "integrationTrigger"
      ? "Trigger"
      : root

/** The end of a path is what tells one from another; a place in a list says nothing without the list's name. */
function shortened(keys: string[]): string {
  const shown = /^\d+$/.test(keys.at(-1) ?? "") ? 2 : 1
  return `${keys.length > shown ? "…" : ""}${keys.slice(-shown).join(".")}`
}

function ValueNow({ reference, input }: { reference: string; input: ReturnType<typeof previewOf> }) {
  const text = JSON.stringify(input.value, null, 1) ?? "nothing"
  return (
    <div className={classes.hover}>
      <code className={classes.hoverPath}>{reference}</code>
      <pre>{input.missing.length > 0 ? "Not in the sample." : text.length > 600 ? `${text.slice(0, 600)}…` : text}</pre>
    </div>
  )
}
