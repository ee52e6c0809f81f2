/** The cases that the server's checks run too: the form must not let through, or refuse, what the server would not. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parse } from "yaml"
import type { ConfigVariable } from "../flow/definition"
import { valueProblems } from "./checks"

interface Case {
  variable: Partial<ConfigVariable>
  value: unknown
  wrong: string[]
}

const file = join(import.meta.dirname, "../../../fixtures/config_values/cases.yaml")
const cases = parse(readFileSync(file, "utf8")) as Case[]

it.each(cases.map((each) => [each.variable.type ?? "no type", JSON.stringify(each.value), each] as const))(
  "%s %s",
  (_type, _value, { variable, value, wrong }) => {
    const ways = new Set(valueProblems(variable, value).map(({ way }) => way))
    expect([...ways].sort()).toEqual(wrong)
  },
)
