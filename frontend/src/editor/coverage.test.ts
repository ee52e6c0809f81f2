import { expect, it } from "vitest"
import type { TestCoverage } from "../api/types"
import { edgeId } from "../flow/canvas"
import { takenEdges } from "./coverage"

it("knows the links that tests took by the names of the canvas's edges", () => {
  const coverage: TestCoverage = {
    flows: [
      {
        flow: "main",
        name: "Main",
        links: [
          { from: "a", outlet: "out", to: "b", taken: true, tests: ["1"] },
          { from: "a", outlet: "error", to: "c", taken: false, tests: [] },
        ],
      },
    ],
  }
  expect(takenEdges(coverage, "main")).toEqual(new Set([edgeId({ from: "a", to: "b" })]))
  expect(takenEdges(coverage, "other")).toEqual(new Set())
})
