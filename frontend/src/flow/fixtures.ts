/** For tests: the example integrations that the back end's tests run too, and small flows in few words. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import type { Definition, Flow, Link, Step } from "./definition"

export function loadIntegration(name: string): Definition {
  const file = join(import.meta.dirname, "../../../fixtures/integrations", `${name}.yaml`)
  return parse(readFileSync(file, "utf8")) as Definition
}

/** `chain("a", "b")` is a flow of code steps a -> b. */
export function chain(...ids: string[]): Flow {
  const links: Link[] = ids.slice(1).map((to, index) => ({ from: ids[index] ?? "", to }))
  const steps: Step[] = ids.map((id) => ({ id, component: "code", inputs: {} }))
  const layout = Object.fromEntries(ids.map((id, index) => [id, { x: index * 320, y: 0 }]))
  return { key: "main", name: "Main", steps, links, layout }
}

export function integration(...flows: Flow[]): Definition {
  return { name: "Test", key: "test", endpoint: { type: "flow" }, flows }
}
