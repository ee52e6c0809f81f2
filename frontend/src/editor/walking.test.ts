import { expect, it } from "vitest"
import { chain, integration } from "../flow/fixtures"
import { openEditor } from "./fixtures"
import { type Direction, neighbour } from "./walking"

const flow = {
  ...chain("a", "b", "c"),
  links: [{ from: "a", to: "c" }],
  layout: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 300, y: 200 } },
}
const { nodes, edges } = openEditor(integration(flow)).getState()

it.each<[string, Direction, string | null, string]>([
  ["a", "ArrowRight", "c", "along the link, although b is nearer"],
  ["c", "ArrowLeft", "a", "back along the link"],
  ["b", "ArrowLeft", "a", "to the nearest box where no link leads"],
  ["c", "ArrowUp", "b", "straight up"],
  ["b", "ArrowUp", null, "nowhere at the edge"],
])("from %s with %s to %s: %s", (from, direction, wanted) => {
  expect(neighbour(nodes, edges, from, direction)).toBe(wanted)
})
