/** For property tests: any integration that edits could have led to, and any copy of some of its steps. */
import fc, { type Arbitrary } from "fast-check"
import type { Clip } from "../clipboard"
import {
  type Annotations,
  allSteps,
  type ConfigVariable,
  type Definition,
  type EndpointConfig,
  type Flow,
  type Group,
  type Input,
  type Layout,
  type Link,
  type Note,
  PAPERS,
  type Step,
} from "../definition"
import type { StepField } from "../operations"
import type { ConfigPage, PageElement } from "../pages"
import { code } from "./code"
import { anyId, path, root, word } from "./names"

const reference = fc.oneof(
  fc.tuple(root, path).map(([id, rest]) => id + rest),
  root.map((id) => `$.steps.${id}.results`),
  root.map((id) => `$["steps"]['${id}'].results[?@.id == $.steps.a.results.id]`),
  fc.constantFrom("$.config.a", "$.env.public_url", "", "not a reference"),
)

const template = fc
  .array(
    fc.oneof(
      word,
      fc.tuple(root, path).map(([id, rest]) => `{{ ${id}${rest} }}`),
      root.map((id) => `{{#${id}}}`),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(" "))

export const { input } = fc.letrec<{ input: Input }>((tie) => ({
  input: fc.oneof(
    { maxDepth: 3 },
    // Through text, as the server gives it: JSON knows no -0.
    fc.json({ maxDepth: 2 }).map((text): Input => ({ value: JSON.parse(JSON.stringify(JSON.parse(text))) })),
    reference.map((text): Input => ({ reference: text })),
    template.map((text): Input => ({ template: text })),
    fc.constantFrom<Input>({ configVariable: "a" }, { credential: "key" }),
    fc.array(tie("input"), { maxLength: 3 }).map((list): Input => ({ list })),
    fc
      .dictionary(fc.constantFrom("a", "name", "odd key"), tie("input"), { maxKeys: 3 })
      .map((object): Input => ({ object })),
  ),
}))

export const cases = fc
  .array(fc.constantFrom("yes", "no", "later", ""), { maxLength: 3 })
  .map((names): Input => ({ list: names.map((name) => ({ object: { name: { value: name } } })) }))

export const inputs: Arbitrary<Record<string, Input>> = fc.record(
  { code: code.map((value): Input => ({ value })), cases, message: input, data: input },
  { requiredKeys: [] },
)

export const settings: { [Field in StepField]: Arbitrary<unknown> } = {
  name: word,
  component: fc.constantFrom("code", "log", "branch.value", "http.request"),
  onError: fc.constantFrom("fail", "ignore", "branch", "retry", undefined),
  retry: fc.constantFrom({ maxAttempts: 3, delaySeconds: 2, exponential: true }, undefined),
  timeoutSeconds: fc.constantFrom(5, undefined),
  disabled: fc.boolean(),
  notes: word,
}

const plain: Arbitrary<Step> = fc.record(
  {
    id: anyId,
    name: word,
    component: settings.component as Arbitrary<string>,
    inputs,
    onError: fc.constantFrom("fail", "ignore", "branch"),
    disabled: fc.boolean(),
    notes: word,
  },
  { requiredKeys: ["id", "component"] },
)

type Sketch = { steps: Step[]; links: Link[] }

/** Steps whose ids may repeat, with links that only lead forward. */
export const { graph } = fc.letrec<{ step: Step; graph: Sketch }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 3, arbitrary: plain },
    {
      weight: 2,
      arbitrary: fc
        .tuple(anyId, inputs, tie("graph"))
        .map(([id, given, inner]): Step => ({ id, component: "loop", inputs: given, ...inner })),
    },
  ),
  graph: fc
    .tuple(
      fc.array(tie("step"), { maxLength: 5 }),
      fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom("out", "yes", "error")), { maxLength: 6 }),
    )
    .map(([steps, pairs]) => ({ steps, links: forward(steps, pairs) })),
}))

function forward(steps: readonly Step[], pairs: readonly [number, number, string][]): Link[] {
  const links = new Map<string, Link>()
  for (const [one, other, outlet] of pairs) {
    const [from, to] = [steps[Math.min(one, other)]?.id, steps[Math.max(one, other)]?.id]
    if (one === other || from === undefined || to === undefined || from === to) continue
    links.set(`${from} ${to} ${outlet}`, { from, to, ...(outlet !== "out" && { outlet }) })
  }
  return [...links.values()]
}

/** Leaves out steps whose id was met before, and the links of what is gone. */
function distinct({ steps, links }: Sketch, met = new Set<string>()): Sketch {
  const kept: Step[] = []
  for (const step of steps) {
    if (met.has(step.id)) continue
    met.add(step.id)
    kept.push(step.steps ? { ...step, ...distinct({ steps: step.steps, links: step.links ?? [] }, met) } : step)
  }
  const order = kept.map((step) => step.id)
  return {
    steps: kept,
    links: links.filter(({ from, to }) => order.includes(from) && order.indexOf(from) < order.indexOf(to)),
  }
}

export const place = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })
export const layout: Arbitrary<Layout> = fc.dictionary(anyId, place, { maxKeys: 8 })

export const annotationId = fc.constantFrom("note_1", "note_2", "group_1", "group_2", "odd one")
export const note: Arbitrary<Note> = fc.record(
  {
    id: annotationId,
    text: word,
    color: fc.constantFrom(...PAPERS),
    at: place,
    size: fc.constant({ width: 240, height: 120 }),
  },
  { requiredKeys: ["id", "text", "at", "size"] },
)
export const group: Arbitrary<Group> = fc.record(
  {
    id: annotationId,
    title: word,
    color: fc.constantFrom(...PAPERS),
    steps: fc.array(anyId, { maxLength: 4 }),
    collapsed: fc.boolean(),
  },
  { requiredKeys: ["id", "steps"] },
)

/** Each id once, each step of the flow itself in one group at most, as edits keep it. */
function soundAnnotations(notes: readonly Note[], groups: readonly Group[], steps: readonly Step[]): Annotations {
  const free = new Set(steps.map((each) => each.id))
  const met = new Set<string>()
  const isNew = ({ id }: { id: string }) => !met.has(id) && met.add(id)
  const kept = groups.filter(isNew).map((each) => ({ ...each, steps: each.steps.filter((id) => free.delete(id)) }))
  return { notes: notes.filter(isNew), groups: kept.filter((each) => each.steps.length > 0) }
}

const annotations = fc.tuple(fc.array(note, { maxLength: 3 }), fc.array(group, { maxLength: 3 }))

export const flowOf = (key: string): Arbitrary<Flow> =>
  fc.tuple(graph, layout, fc.option(reference), fc.option(annotations)).map(([sketch, places, dedupe, drawn]) => {
    const sound = distinct(sketch)
    const ids = new Set(allSteps(sound.steps).map((step) => step.id))
    return {
      key,
      name: key,
      ...sound,
      layout: Object.fromEntries(Object.entries(places).filter(([id]) => ids.has(id))),
      ...(drawn && { annotations: soundAnnotations(...drawn, sound.steps) }),
      ...(dedupe !== null && {
        policy: { dedupe: { id: { reference: dedupe } }, ordering: { key: { reference: dedupe } } },
      }),
    }
  })

export const endpoint: Arbitrary<EndpointConfig> = fc.record(
  {
    type: fc.constantFrom("flow", "instance", "shared"),
    preprocessFlow: fc.constantFrom("main", "other", null),
    flowName: fc.constantFrom({ reference: "results.a.code_1" }, null),
  },
  { requiredKeys: ["type"] },
)

export const variables: Arbitrary<ConfigVariable[]> = fc
  .uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 2 })
  .map((keys) => keys.map((key) => ({ key, name: key })))

const element: Arbitrary<PageElement> = fc.oneof(
  fc.record({ type: fc.constantFrom("heading" as const, "text" as const), text: word }),
  fc.record({ type: fc.constant("configVariable" as const), variable: fc.constantFrom("a", "b", "c") }),
  fc.record({
    type: fc.constant("webhookUrl" as const),
    flow: fc.constantFrom("main", "other"),
    instructions: fc.array(word, { maxLength: 2 }),
  }),
)

export const pages: Arbitrary<ConfigPage[]> = fc.array(
  fc.record(
    { name: fc.constantFrom("One", "Two", ""), tagline: word, elements: fc.array(element, { maxLength: 4 }) },
    { requiredKeys: ["name", "elements"] },
  ),
  { maxLength: 3 },
)

export const anyIntegration: Arbitrary<Definition> = fc
  .tuple(flowOf("main"), flowOf("other"), endpoint, variables, pages)
  .map(([main, other, config, configVariables, configPages]) => ({
    name: "Any",
    key: "any",
    endpoint: config,
    configVariables,
    configPages,
    flows: [main, other],
  }))

/** As copied: the ids in it are distinct, and may all be taken where it is pasted. */
export const anyClip: Arbitrary<Clip> = fc
  .tuple(graph, layout, fc.option(annotations))
  .map(([sketch, places, drawn]) => {
    const sound = distinct(sketch)
    return { ...sound, layout: places, ...(drawn && { annotations: soundAnnotations(...drawn, sound.steps) }) }
  })
  .filter((clip) => clip.steps.length > 0)
