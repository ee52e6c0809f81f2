/** For property tests: code of code steps that runs, reading the results of steps in every way that people write. */
import fc, { type Arbitrary } from "fast-check"
import { root } from "./names"

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
