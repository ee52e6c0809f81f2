/** The cases that the server's tests run too: draft edited or not must never disagree with what changed. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parse } from "yaml"
import type { Definition, Flow } from "./definition"
import { diff, isSame } from "./diff"

interface Case {
  name: string
  same: boolean
  base?: Partial<Flow>
  after?: Partial<Definition>
  flow?: Partial<Flow>
}

const file = join(import.meta.dirname, "../../../fixtures/meaning/cases.yaml")
const { base, cases } = parse(readFileSync(file, "utf8")) as { base: Definition; cases: Case[] }

const changed = (definition: Definition, flow: Partial<Flow> = {}): Definition => ({
  ...definition,
  flows: [{ ...(definition.flows[0] as Flow), ...flow }],
})

it.each(cases.map((each) => [each.name, each] as const))("%s", (_name, each) => {
  const before = changed(base, each.base)
  expect(isSame(diff(before, changed({ ...before, ...each.after }, each.flow)))).toBe(each.same)
})
