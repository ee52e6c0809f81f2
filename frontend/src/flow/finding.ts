/**
 * Finding text in an integration: what steps are called, and what stands in their inputs, code and notes.
 *
 * For: the find bar. A step whose names match is one match; each of its inputs that matches is another, so that every place
 * can be shown. Not here: the command palette, which finds things to do.
 */
import { annotationsOf } from "./annotating"
import { allSteps, type Definition, type Flow, type Input, type Step } from "./definition"

export interface Match {
  flow: string
  /** Absent when a note on the canvas matched. */
  step?: string
  /** The note on the canvas. */
  note?: string
  /** The input to show; absent when the step's own name, label, component or note matched. */
  field?: string
  /** Where the text stands, in words: "label", "input code". */
  where: string
  /** The text around it. */
  excerpt: string
}

/** In flow order, those of `first` before the other flows'. `titles` are what people call the components. */
export function findText(
  definition: Definition,
  text: string,
  first: string,
  titles: Readonly<Record<string, string>>,
): Match[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === "") return []
  const flows = definition.flows.toSorted((a, b) => Number(b.key === first) - Number(a.key === first))
  return flows.flatMap((flow) => [
    ...allSteps(flow.steps).flatMap((step) => inStep(flow, step, wanted, titles)),
    ...inNotes(flow, wanted),
  ])
}

function inNotes(flow: Flow, wanted: string): Match[] {
  return annotationsOf(flow)
    .notes.filter(({ text }) => holds(text, wanted))
    .map(({ id, text }) => ({ flow: flow.key, note: id, where: "note on the canvas", excerpt: excerpt(text, wanted) }))
}

function inStep(flow: Flow, step: Step, wanted: string, titles: Readonly<Record<string, string>>): Match[] {
  const own: [string, string][] = [
    ["name", step.name ?? ""],
    ["label", step.id],
    ["component", titles[step.component] ?? ""],
    ["component", step.component],
    ["note", step.notes ?? ""],
  ]
  const named = own.find(([, text]) => holds(text, wanted))
  const matches: Match[] = named
    ? [{ flow: flow.key, step: step.id, where: named[0], excerpt: excerpt(named[1], wanted) }]
    : []
  for (const [field, input] of Object.entries(step.inputs ?? {})) {
    const text = textsOf(input).find((each) => holds(each, wanted))
    if (text !== undefined)
      matches.push({ flow: flow.key, step: step.id, field, where: `input ${field}`, excerpt: excerpt(text, wanted) })
  }
  return matches
}

const holds = (text: string, wanted: string): boolean => text.toLowerCase().includes(wanted)

const AROUND = 24

/** The line that holds it, cut to what fits in a bar. */
function excerpt(text: string, wanted: string): string {
  const line = text.split("\n").find((each) => holds(each, wanted)) ?? text
  const at = line.toLowerCase().indexOf(wanted)
  const [start, end] = [Math.max(0, at - AROUND), at + wanted.length + AROUND]
  return `${start > 0 ? "…" : ""}${line.slice(start, end).trim()}${end < line.length ? "…" : ""}`
}

/** Everything a person typed or chose in an input. */
function textsOf(input: Input): string[] {
  if ("value" in input) return valueTexts(input.value)
  if ("reference" in input) return [input.reference]
  if ("template" in input) return [input.template]
  if ("configVariable" in input) return [input.configVariable]
  if ("credential" in input) return [input.credential]
  if ("list" in input) return input.list.flatMap(textsOf)
  return Object.entries(input.object).flatMap(([key, member]) => [key, ...textsOf(member)])
}

function valueTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(valueTexts)
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, member]) => [key, ...valueTexts(member)])
  return value === null || value === undefined ? [] : [String(value)]
}
