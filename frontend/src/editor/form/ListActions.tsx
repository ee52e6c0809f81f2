/** Ways into a list: its first item, each of them, those for which something holds. */
import { Button, Group, Select, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import { type Condition, conditionValue, everyOf, fieldsOfItems, firstOf, whereOf } from "../../flow/arrays"
import { parentOf } from "../../flow/definition"
import { COMPARISONS, type Comparison } from "../../flow/jsonpath"
import { readSample } from "../../flow/lookup"
import type { PickerNode } from "../../flow/references"
import { flowOf, useEditor } from "../store"
import { useSampleScope } from "../useSampleScope"
import { usePicker } from "./PickerTree"
import classes from "./ReferencePicker.module.css"

export function ListActions({ node, depth }: { node: PickerNode; depth: number }) {
  const { as, pick, stepId } = usePicker()
  const [open, setOpen] = useState<"each" | "where" | null>(null)
  const { values } = useSampleScope(stepId)
  const items = readSample(values, node.path)
  const fields = fieldsOfItems(Array.isArray(items) ? items : [])
  const loop = useLoopOver(node.path)
  const toggle = (which: "each" | "where") => setOpen(open === which ? null : which)
  return (
    <div className={classes.list} style={{ marginLeft: 6 + depth * 14 }}>
      <Group gap={4} role="group" aria-label={`Items of ${node.path}`}>
        <Way label="First" onClick={() => pick(firstOf(node.path, as))} />
        <Way
          label="Each"
          pressed={open === "each"}
          onClick={() =>
            loop ? pick(as === "code" ? `stepResults.${loop}.currentItem` : `${loop}.currentItem`) : toggle("each")
          }
        />
        <Way label="Where…" pressed={open === "where"} onClick={() => toggle("where")} />
      </Group>
      {open === "each" && (
        <Each fields={fields} take={(field) => pick(everyOf(node.path, field, as))} path={node.path} />
      )}
      {open === "where" && (
        <Where
          fields={fields}
          example={(field) => exampleOf(items, field)}
          take={(condition) => pick(whereOf(node.path, condition, as))}
        />
      )}
    </div>
  )
}

function Way({ label, pressed, onClick }: { label: string; pressed?: boolean; onClick: () => void }) {
  return (
    <Button
      variant={pressed ? "light" : "default"}
      size="compact-xs"
      {...(pressed !== undefined && { "aria-expanded": pressed })}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}

/** The loop around the step that goes through this very list. */
function useLoopOver(path: string): string | null {
  const { stepId } = usePicker()
  const flow = useEditor(flowOf)
  for (let loop = flow ? parentOf(flow, stepId) : null; flow && loop; loop = parentOf(flow, loop.id)) {
    const items = loop.inputs?.items
    if (items && "reference" in items && items.reference === path) return loop.id
  }
  return null
}

function Each({ fields, take, path }: { fields: string[]; take: (field: string | null) => void; path: string }) {
  return (
    <div className={classes.way}>
      <Text size="xs" c="dimmed">
        To do something for each item, put the steps into a Loop over <code>{path}</code>. For all of them at once, as a
        list:
      </Text>
      <Group gap={4}>
        {fields.map((field) => (
          <Way key={field} label={field} onClick={() => take(field)} />
        ))}
        <Way label="Whole items" onClick={() => take(null)} />
      </Group>
    </div>
  )
}

const COMPARISON_WORDS: Record<Comparison, string> = {
  "==": "is",
  "!=": "is not",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
}

interface WhereProps {
  fields: string[]
  example: (field: string | null) => unknown
  take: (condition: Condition) => void
}

function Where({ fields, example, take }: WhereProps) {
  const { as } = usePicker()
  const [field, setField] = useState<string | null>(fields[0] ?? null)
  const [comparison, setComparison] = useState<Comparison>("==")
  const [typed, setTyped] = useState<string | null>(null)
  const now = example(field)
  const text = typed ?? (typeof now === "object" || now === undefined ? "" : String(now))
  const add = () => take({ field, comparison, value: conditionValue(text, now) })
  return (
    <div className={classes.way}>
      <Group gap={4} wrap="nowrap">
        {fields.length > 0 && (
          <Select
            aria-label="Field"
            data={fields}
            value={field}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(next) => {
              setField(next)
              setTyped(null)
            }}
          />
        )}
        <Select
          aria-label="Comparison"
          data={COMPARISONS.map((value) => ({ value, label: COMPARISON_WORDS[value] }))}
          value={comparison}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => next && setComparison(next as Comparison)}
        />
        <TextInput
          aria-label="Value"
          value={text}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {as === "code" ? "Gives a list." : "Several that fit give a list, a single one gives the item itself."}
      </Text>
      <Way label="Insert" onClick={add} />
    </div>
  )
}

function exampleOf(items: unknown, field: string | null): unknown {
  const [first] = Array.isArray(items) ? items : []
  if (field === null) return first
  return typeof first === "object" && first !== null ? (first as Record<string, unknown>)[field] : undefined
}
