/** Changes in words: which field, what stood there, how much changed. */
import type { DefinitionChange, FlowChange } from "./diff"
import type { FieldChange, FieldPath } from "./diffFields"

const FIELDS: Record<string, string> = {
  name: "Name",
  description: "Description",
  component: "Component",
  onError: "When it fails",
  retry: "Retries",
  disabled: "Disabled",
  notes: "Notes",
  inside: "Stands in",
  response: "The caller is answered",
  policy: "Policy",
  dedupe: "repeated requests",
  concurrency: "how many at once",
  atOnce: "at once",
  starts: "starts",
  perSeconds: "in seconds",
  ordering: "order",
  timeLimitSeconds: "time limit in seconds",
  timeoutSeconds: "Longest time in seconds",
  type: "Type",
  methods: "Methods",
  credential: "Credential",
  customerCredential: "Each customer's own credential",
  preprocessFlow: "Preprocess flow",
  flowName: "Flow picker",
  externalCustomerId: "Customer picker",
  unrouted: "What fits nobody",
  requestsPerSecond: "Requests per second",
  default: "Default",
  required: "Required",
  tagline: "Tagline",
  shownWhen: "Shown when",
  text: "Text",
  url: "Address",
  upload: "Image",
  alt: "Words for the image",
  label: "Label",
  instructions: "Steps",
  choicesFrom: "Choices from",
}

/** What an input is written as says nothing to a person: `inputs.url.value` is the URL. */
const TAGS = new Set(["value", "reference", "template", "configVariable", "credential", "list", "object"])

/** `titles` are those of a component's inputs. */
export function fieldWords(path: FieldPath, titles: Record<string, string | undefined> = {}): string {
  const [first, ...rest] = path
  if (first !== "inputs") return path.map((part) => FIELDS[part] ?? place(part)).join(" › ")
  const [input, ...inner] = rest
  if (input === undefined) return "Inputs"
  return [titles[input] ?? String(input), ...withoutTags(inner).map(place)].join(" › ")
}

/** Below `value` every name is the builder's own. */
function withoutTags(path: FieldPath): FieldPath {
  const [tag, ...rest] = path
  if (tag === undefined) return []
  if (typeof tag !== "string" || !TAGS.has(tag)) return path
  if (tag !== "object" && tag !== "list") return rest
  const [name, ...inner] = rest
  return name === undefined ? [] : [name, ...withoutTags(inner)]
}

const place = (part: string | number): string => (typeof part === "number" ? `${part + 1}` : (FIELDS[part] ?? part))

/** A value as text for a person; of a tagged input what stands in it. */
export function valueWords(value: unknown): string {
  if (value === undefined) return ""
  if (typeof value === "string") return value
  const inner = taggedText(value)
  return inner ?? JSON.stringify(value, null, 2)
}

function taggedText(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const [entry, ...more] = Object.entries(value)
  if (!entry || more.length > 0) return null
  const [tag, inner] = entry
  if (tag === "value") return valueWords(inner)
  if (tag === "configVariable") return `config variable ${inner}`
  if (tag === "credential") return `credential ${inner}`
  return TAGS.has(tag) && typeof inner === "string" ? inner : null
}

const SHORT = 60

/** Too long for a line of its own: better shown as two texts beside each other. */
export const isLong = ({ before, after }: FieldChange): boolean =>
  [before, after].map(valueWords).some((text) => text.length > SHORT || text.includes("\n"))

export function countOf(flow: FlowChange): number {
  return flow.settings.length + flow.steps.length + linksOfTheirOwn(flow).length
}

/** A step that comes or goes brings its links; only the others are worth telling. */
export function linksOfTheirOwn({ steps, links }: FlowChange): FlowChange["links"] {
  const comes = new Set(steps.flatMap(({ kind, id }) => (kind === "added" ? [id] : [])))
  const goes = new Set(steps.flatMap(({ kind, id }) => (kind === "removed" ? [id] : [])))
  return links.filter(({ kind, link }) => {
    const brought = kind === "added" ? comes : goes
    return !brought.has(link.from) && !brought.has(link.to)
  })
}

/** "2 steps changed, 1 added" and the like; empty when nothing changed. */
export function summary(change: DefinitionChange): string[] {
  const steps = change.flows.filter(({ kind }) => kind === "changed").flatMap((flow) => flow.steps)
  const count = (kind: string) => steps.filter((step) => step.kind === kind).length
  const links = change.flows.reduce((sum, flow) => sum + linksOfTheirOwn(flow).length, 0)
  const flows = (kind: string) => change.flows.filter((flow) => flow.kind === kind).length
  const settings =
    change.settings.length +
    change.configVariables.length +
    change.flows.reduce((sum, flow) => sum + flow.settings.length, 0)
  return [
    said(flows("added"), "flow", "added"),
    said(flows("removed"), "flow", "removed"),
    said(count("added"), "step", "added"),
    said(count("removed"), "step", "removed"),
    said(count("changed"), "step", "changed"),
    said(count("renamed"), "step", "renamed"),
    said(links, "link", "changed"),
    said(settings, "setting", "changed"),
    said(change.configPages.length, "config page", "changed"),
    change.endpoint.length > 0 ? "endpoint changed" : "",
  ].filter(Boolean)
}

const said = (count: number, what: string, how: string): string =>
  count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"} ${how}`
