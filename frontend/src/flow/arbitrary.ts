/**
 * For property tests: any integration, and any edit of it.
 *
 * For: generators of fast-check. Ids come from one small pool, so that edits often meet what is there and often miss it.
 * Not here: what must hold afterwards (`soundness`).
 * HOOKYARD_PROPERTY_RUNS asks for more runs, HOOKYARD_PROPERTY_SEED repeats those of a failure.
 */
import fc, { type Arbitrary } from "fast-check"
import type { Clip } from "./clipboard"
import type { ConfigVariable, Definition, EndpointConfig, Flow, Input, Layout, Link, Step } from "./definition"
import { allSteps } from "./definition"
import type { FlowField, Operation, StepField } from "./operations"

const { HOOKYARD_PROPERTY_RUNS: wantedRuns, HOOKYARD_PROPERTY_SEED: seed } = process.env

export const runs = (usual: number) => ({
  numRuns: wantedRuns === undefined ? usual : Number(wantedRuns),
  ...(seed !== undefined && { seed: Number(seed) }),
})

export const POOL = [
  "a",
  "b",
  "c",
  "webhook_1",
  "code_1",
  "code_2",
  "loop_1",
  "loop_2",
  "findCustomer",
  "log_1",
  "log_2",
]
export const FLOW_KEYS = ["main", "other"]

export const anyId: Arbitrary<string> = fc.constantFrom(...POOL)
const root = fc.constantFrom(...POOL, "trigger", "integrationTrigger", "nobody")
const path = fc.constantFrom("", ".results", ".results.body.data", '["odd key"].x', "[0]", ".currentItem.a")
const word = fc.constantFrom("", "x", "Ünï 🎣", "{{", "}}", "line\nbreak", "stepResults")

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

/** A piece of code that reads step `id` from `results` and puts what it finds into `seen`, naming the step so many times. */
interface Reader {
  mentions: number
  write: (id: string, results: string) => string
}

const READERS: readonly Reader[] = [
  { mentions: 1, write: (id, results) => `seen.push(${results}.${id}?.results);` },
  { mentions: 1, write: (id, results) => `seen.push(${results} ?. ${id}?.results);` },
  { mentions: 2, write: (id, results) => `seen.push(${results}["${id}"]?.results, ${results}?.['${id}']?.results);` },
  { mentions: 1, write: (id, results) => `seen.push(\`\${${results}.${id}?.results}\`);` },
  { mentions: 1, write: (id, results) => `{ const { ${id} } = ${results}; seen.push(${id}?.results); }` },
  {
    mentions: 1,
    write: (id, results) => `{ const { ${id}: mine = {}, ...others } = ${results}; seen.push(mine.results); }`,
  },
  {
    mentions: 1,
    write: (id, results) => `{ const { ${id} = { results: 0 } } = ${results} ?? {}; seen.push(${id}.results); }`,
  },
  {
    mentions: 1,
    write: (id, results) =>
      `{ const { /* one, two */ ${id}: { results: inner } = {} } = ${results}; seen.push(inner); }`,
  },
  { mentions: 1, write: (id, results) => `{ let mine; ({ "${id}": mine } = ${results}); seen.push(mine?.results); }` },
  { mentions: 0, write: (id, results) => `{ const { ${id} } = ${results}.trigger; seen.push(${id}); }` },
  { mentions: 0, write: (id) => `{ const stepResultsOf = { ${id}: 1 }; seen.push(stepResultsOf.${id}); }` },
]

export interface Source {
  text: string
  /** The ids it names, each as often as it does. */
  names: string[]
}

const HEADS = {
  stepResults: "module.exports = async ({ logger }, stepResults) => {",
  results: "module.exports = async function (context, results) {",
  $r: "export default async function handle({ data, logger }, $r) {",
}

const reading: Arbitrary<Source> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(HEADS) as (keyof typeof HEADS)[])),
    fc.array(fc.tuple(root, fc.constantFrom(...READERS)), { maxLength: 4 }),
  )
  .map(([name, readers]) => {
    const lines = readers.map(([id, { write }]) => `  ${write(id, name)}`)
    return {
      text: [HEADS[name], "  const seen = [];", ...lines, "  return { data: seen };", "}"].join("\n"),
      names: readers.flatMap(([id, { mentions }]) => Array<string>(mentions).fill(id)),
    }
  })

/** Code whose second argument is a pattern. */
const unpacking: Arbitrary<Source> = fc.uniqueArray(root, { minLength: 1, maxLength: 3 }).map((names) => ({
  text: `module.exports = async (context, { ${names.join(", ")} = {} }) => ({ data: [${names.map((id) => `${id}?.results`)}] })`,
  names,
}))

export const source: Arbitrary<Source> = fc.oneof(
  { weight: 4, arbitrary: reading },
  { weight: 1, arbitrary: unpacking },
)
export const code: Arbitrary<string> = source.map(({ text }) => text)

const { input } = fc.letrec<{ input: Input }>((tie) => ({
  input: fc.oneof(
    { maxDepth: 3 },
    fc.jsonValue({ maxDepth: 2 }).map((value): Input => ({ value })),
    reference.map((text): Input => ({ reference: text })),
    template.map((text): Input => ({ template: text })),
    fc.constantFrom<Input>({ configVariable: "a" }, { credential: "key" }),
    fc.array(tie("input"), { maxLength: 3 }).map((list): Input => ({ list })),
    fc
      .dictionary(fc.constantFrom("a", "name", "odd key"), tie("input"), { maxKeys: 3 })
      .map((object): Input => ({ object })),
  ),
}))

const cases = fc
  .array(fc.constantFrom("yes", "no", "later", ""), { maxLength: 3 })
  .map((names): Input => ({ list: names.map((name) => ({ object: { name: { value: name } } })) }))

const inputs: Arbitrary<Record<string, Input>> = fc.record(
  { code: code.map((value): Input => ({ value })), cases, message: input, data: input },
  { requiredKeys: [] },
)

const settings: { [Field in StepField]: Arbitrary<unknown> } = {
  name: word,
  component: fc.constantFrom("code", "log", "branch.value", "http.request"),
  onError: fc.constantFrom("fail", "ignore", "branch", "retry", undefined),
  retry: fc.constantFrom({ maxAttempts: 3, delaySeconds: 2, exponential: true }, undefined),
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
const { graph } = fc.letrec<{ step: Step; graph: Sketch }>((tie) => ({
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

const place = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })
const layout: Arbitrary<Layout> = fc.dictionary(anyId, place, { maxKeys: 8 })

const flowOf = (key: string): Arbitrary<Flow> =>
  fc.tuple(graph, layout, fc.option(reference)).map(([sketch, places, dedupe]) => {
    const sound = distinct(sketch)
    const ids = new Set(allSteps(sound.steps).map((step) => step.id))
    return {
      key,
      name: key,
      ...sound,
      layout: Object.fromEntries(Object.entries(places).filter(([id]) => ids.has(id))),
      ...(dedupe !== null && { policy: { dedupe: { id: { reference: dedupe } } } }),
    }
  })

const endpoint: Arbitrary<EndpointConfig> = fc.record(
  {
    type: fc.constantFrom("flow", "instance", "shared"),
    preprocessFlow: fc.constantFrom("main", "other", null),
    flowName: fc.constantFrom({ reference: "results.a.code_1" }, null),
  },
  { requiredKeys: ["type"] },
)

const variables: Arbitrary<ConfigVariable[]> = fc
  .uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 2 })
  .map((keys) => keys.map((key) => ({ key, name: key })))

export const anyIntegration: Arbitrary<Definition> = fc
  .tuple(flowOf("main"), flowOf("other"), endpoint, variables)
  .map(([main, other, config, configVariables]) => ({
    name: "Any",
    key: "any",
    endpoint: config,
    configVariables,
    flows: [main, other],
  }))

/** As copied: the ids in it are distinct, and may all be taken where it is pasted. */
export const anyClip: Arbitrary<Clip> = fc
  .tuple(graph, layout)
  .map(([sketch, places]) => ({ ...distinct(sketch), layout: places }))
  .filter((clip) => clip.steps.length > 0)

const flowKey = fc.constantFrom(...FLOW_KEYS, "gone")
const parent = fc.option(anyId)
const outlet = fc.constantFrom("out", "yes", "no", "error", "else")
const link: Arbitrary<Link> = fc.record({ from: anyId, to: anyId, outlet }, { requiredKeys: ["from", "to"] })
const step = graph.map(({ steps: [first] }) => first).filter((found) => found !== undefined)
const ids = fc.array(anyId, { minLength: 1, maxLength: 6 })
const newId = fc.oneof(
  anyId,
  fc.constantFrom("fresh", "fresh_2", "trigger", "1st", "a b", "__proto__", "constructor", "x".repeat(60)),
)

const fields: { [Field in FlowField]: Arbitrary<unknown> } = {
  name: fc.constantFrom("Main", "Other"),
  description: word,
  response: fc.constantFrom("async", "sync"),
  policy: fc.constantFrom({ dedupe: { id: { reference: "a.results.id" } } }, undefined),
}

const fieldOf = <Field extends string>(values: { [F in Field]: Arbitrary<unknown> }) =>
  fc.constantFrom(...(Object.keys(values) as Field[])).chain((field) => fc.tuple(fc.constant(field), values[field]))

type Kind = Operation["kind"]

/** One generator for each kind: a new kind without one does not compile. */
const EDITS: { [K in Exclude<Kind, "batch">]: Arbitrary<Extract<Operation, { kind: K }>> } = {
  addStep: fc.record(
    {
      kind: fc.constant("addStep" as const),
      flow: flowKey,
      step,
      parent,
      at: place,
      after: fc.record({ step: anyId, outlet }),
    },
    { requiredKeys: ["kind", "flow", "step", "parent", "at"] },
  ),
  removeSteps: fc.record({ kind: fc.constant("removeSteps" as const), flow: flowKey, ids }),
  moveSteps: fc.record({ kind: fc.constant("moveSteps" as const), flow: flowKey, positions: layout }),
  reparent: fc.record({ kind: fc.constant("reparent" as const), flow: flowKey, ids, parent, positions: layout }),
  addLink: fc.record({ kind: fc.constant("addLink" as const), flow: flowKey, link }),
  removeLinks: fc.record({ kind: fc.constant("removeLinks" as const), flow: flowKey, links: fc.array(link) }),
  insertOnLink: fc.record({ kind: fc.constant("insertOnLink" as const), flow: flowKey, link, step }),
  setInput: fc.record({
    kind: fc.constant("setInput" as const),
    flow: flowKey,
    step: anyId,
    name: fc.constantFrom("cases", "message"),
    input: fc.oneof(cases, input, fc.constant(undefined)),
  }),
  setStepField: fc
    .tuple(flowKey, anyId, fieldOf(settings))
    .map(([flow, id, [field, value]]) => ({ kind: "setStepField", flow, step: id, field, value })),
  renameStep: fc.record({ kind: fc.constant("renameStep" as const), flow: flowKey, step: anyId, id: newId }),
  paste: fc.record({ kind: fc.constant("paste" as const), flow: flowKey, parent, clip: anyClip, at: place }),
  addFlow: fc
    .constantFrom("main", "third")
    .chain(flowOf)
    .map((flow) => ({ kind: "addFlow", flow })),
  removeFlow: fc.record({ kind: fc.constant("removeFlow" as const), flow: flowKey }),
  setFlowField: fc
    .tuple(flowKey, fieldOf(fields))
    .map(([flow, [field, value]]) => ({ kind: "setFlowField", flow, field, value })),
  setEndpoint: endpoint.map((config) => ({ kind: "setEndpoint", endpoint: config })),
  setConfigVariables: variables.map((list) => ({ kind: "setConfigVariables", variables: list })),
}

const single = fc.oneof(...(Object.values(EDITS) as Arbitrary<Operation>[]))

export const anyOperation: Arbitrary<Operation> = fc.oneof(
  { weight: 9, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.array(single, { maxLength: 4 }).map((operations): Operation => ({ kind: "batch", operations })),
  },
)

/** The same edit of steps, containers and links that are there: chance alone seldom names several that belong together. */
export function aimed(document: Definition, operation: Operation): Operation {
  if (operation.kind === "batch")
    return { ...operation, operations: operation.operations.map((one) => aimed(document, one)) }
  const flow = document.flows.find((each) => "flow" in operation && each.key === operation.flow)
  if (!flow) return operation
  const steps = allSteps(flow.steps)
  const links = [...flow.links, ...steps.flatMap((each) => each.links ?? [])]
  const oneOf = <T>(list: readonly T[], id: string): T | undefined => list[Math.max(0, POOL.indexOf(id)) % list.length]
  const there = (id: string) => oneOf(steps, id)?.id ?? id
  const holder = (id: string | null) =>
    id &&
    (oneOf(
      steps.filter((each) => each.steps),
      id,
    )?.id ??
      id)
  switch (operation.kind) {
    case "removeSteps":
      return { ...operation, ids: operation.ids.map(there) }
    case "reparent":
      return { ...operation, ids: operation.ids.map(there), parent: holder(operation.parent) }
    case "addStep":
      return {
        ...operation,
        parent: holder(operation.parent),
        ...(operation.after && { after: { ...operation.after, step: there(operation.after.step) } }),
      }
    case "paste":
      return { ...operation, parent: holder(operation.parent) }
    case "addLink":
      return {
        ...operation,
        link: { ...operation.link, from: there(operation.link.from), to: there(operation.link.to) },
      }
    case "removeLinks":
      return { ...operation, links: operation.links.map((each) => oneOf(links, each.from) ?? each) }
    case "insertOnLink":
      return { ...operation, link: oneOf(links, operation.link.from) ?? operation.link }
    case "setStepField":
    case "setInput":
    case "renameStep":
      return { ...operation, step: there(operation.step) }
    default:
      return operation
  }
}
