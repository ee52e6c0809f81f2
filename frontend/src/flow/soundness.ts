/**
 * For tests: what holds of every definition that edits may lead to, as a list of what does not.
 *
 * Not here: what a definition means (the server's validation says that); only what an edit may never break.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { allSteps, type Definition, type Flow, type Graph, outletOf } from "./definition"
import { inOrder } from "./graph"

const SCHEMA = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../runtime/engine/definition.schema.json"), "utf8"),
) as Schema

export function troublesOf(document: Definition): string[] {
  return [...shapeTroubles(document), ...document.flows.flatMap((flow) => flowTroubles(flow))]
}

function flowTroubles(flow: Flow): string[] {
  const ids = allSteps(flow.steps).map((step) => step.id)
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} exists twice`)
  const odd = ids.filter((id) => !/^[A-Za-z][A-Za-z0-9_]{0,49}$/.test(id)).map((id) => `${id} is no id`)
  const inner = allSteps(flow.steps).flatMap((step) =>
    step.steps ? graphTroubles({ steps: step.steps, links: step.links ?? [] }) : [],
  )
  const stray = Object.keys(flow.layout ?? {})
    .filter((id) => !ids.includes(id))
    .map((id) => `a place for nobody: ${id}`)
  return [...twice, ...odd, ...stray, ...graphTroubles(flow), ...inner, ...annotationTroubles(flow)].map(
    (trouble) => `${flow.key}: ${trouble}`,
  )
}

function annotationTroubles({ steps, annotations = {} }: Flow): string[] {
  const { notes = [], groups = [] } = annotations
  const ids = [...notes, ...groups].map(({ id }) => id)
  const members = groups.flatMap((group) => group.steps)
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two notes or groups ${id}`),
    ...members.filter((id, at) => members.indexOf(id) !== at).map((id) => `${id} is in two groups`),
    ...members.filter((id) => !steps.some((step) => step.id === id)).map((id) => `a group holds nobody: ${id}`),
    ...groups.filter((group) => group.steps.length === 0).map(({ id }) => `${id} is an empty group`),
  ]
}

function graphTroubles(graph: Graph): string[] {
  const ids = graph.steps.map((step) => step.id)
  const names = graph.links.map((link) => `${link.from}.${outletOf(link)}>${link.to}`)
  const lost = names.filter(
    (_name, at) => !ids.includes(graph.links[at]?.from ?? "") || !ids.includes(graph.links[at]?.to ?? ""),
  )
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  const order = inOrder(graph).map((step) => step.id)
  const back = graph.links.filter(({ from, to }) => order.indexOf(from) >= order.indexOf(to))
  return [
    ...lost.map((name) => `link to nobody: ${name}`),
    ...twice.map((name) => `link twice: ${name}`),
    ...back.map(({ from, to }) => `circle: ${from} to ${to}`),
  ]
}

interface Schema {
  [keyword: string]: unknown
}

export const shapeTroubles = (document: unknown): string[] => [...against(SCHEMA, document, "")]

const is: Record<string, (value: unknown) => boolean> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
}

/** The keywords that our schema uses. One that is missing here is an error, never passed over. */
const KEYWORDS: Record<string, (given: unknown, value: unknown, at: string, schema: Schema) => string[]> = {
  $ref: (given, value, at) => [
    ...against(SCHEMA.$defs?.[String(given).replace("#/$defs/", "") as never] ?? {}, value, at),
  ],
  type: (given, value, at) => when(![given].flat().some((type) => is[String(type)]?.(value)), `${at} is not ${given}`),
  enum: (given, value, at) => when(!(given as unknown[]).includes(value), `${at} is none of ${given}`),
  required: (given, value, at) =>
    (given as string[]).flatMap((key) =>
      when(is.object?.(value) && !Object.hasOwn(value as object, key), `${at} lacks ${key}`),
    ),
  properties: (given, value, at) =>
    entriesOf(value).flatMap(([key, member]) => {
      const schema = (given as Record<string, Schema | true>)[key]
      return schema && schema !== true && Object.hasOwn(given as object, key)
        ? [...against(schema, member, `${at}.${key}`)]
        : []
    }),
  additionalProperties: (given, value, at, { properties = {} }) =>
    entriesOf(value)
      .filter(([key]) => !Object.hasOwn(properties as object, key))
      .flatMap(([key, member]) =>
        given === false ? [`${at} has ${key}`] : [...against(given as Schema, member, `${at}.${key}`)],
      ),
  items: (given, value, at) =>
    Array.isArray(value) ? value.flatMap((item, index) => [...against(given as Schema, item, `${at}[${index}]`)]) : [],
  maxItems: (given, value, at) => when(Array.isArray(value) && value.length > Number(given), `${at} is too long`),
  uniqueItems: (_given, value, at) => when(Array.isArray(value) && new Set(value).size < value.length, `${at} repeats`),
  maxLength: (given, value, at) =>
    when(typeof value === "string" && [...value].length > Number(given), `${at} is too long`),
  pattern: (given, value, at) =>
    when(typeof value === "string" && !new RegExp(String(given)).test(value), `${at} is odd`),
  minimum: (given, value, at) => when(typeof value === "number" && value < Number(given), `${at} is too small`),
  maximum: (given, value, at) => when(typeof value === "number" && value > Number(given), `${at} is too large`),
  minProperties: (given, value, at) =>
    when(is.object?.(value) && entriesOf(value).length < Number(given), `${at} is empty`),
  maxProperties: (given, value, at) => when(entriesOf(value).length > Number(given), `${at} holds too much`),
  oneOf: (given, value, at) =>
    when(
      (given as Schema[]).filter((schema) => [...against(schema, value, at)].length === 0).length !== 1,
      `${at} fits not one`,
    ),
}
const SILENT = ["$schema", "$id", "$defs", "title", "description", "default"]

function* against(schema: Schema, value: unknown, at: string): Generator<string> {
  for (const [keyword, given] of Object.entries(schema)) {
    if (SILENT.includes(keyword)) continue
    const check = KEYWORDS[keyword]
    if (!check) throw new Error(`This checker does not know the keyword ${keyword}`)
    yield* check(given, value, at, schema)
  }
}

const when = (wrong: boolean | undefined, words: string): string[] => (wrong ? [words] : [])
const entriesOf = (value: unknown): [string, unknown][] => (is.object?.(value) ? Object.entries(value as object) : [])
