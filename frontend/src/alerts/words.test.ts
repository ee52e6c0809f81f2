import { expect, test } from "vitest"
import type { AlertRule } from "../api/types"
import { ruleWords } from "./words"

const CONDITIONS = [
  {
    key: "failures",
    label: "Executions fail",
    unit: "executions",
    suggested: 10,
    below: false,
    ofNow: false,
    ofTenant: false,
  },
  {
    key: "silence",
    label: "Too few requests come",
    unit: "requests",
    suggested: 1,
    below: true,
    ofNow: false,
    ofTenant: false,
  },
  {
    key: "lag",
    label: "Executions wait too long",
    unit: "seconds",
    suggested: 60,
    below: false,
    ofNow: true,
    ofTenant: false,
  },
]

test.each([
  ["failures", 1000, 5, "Executions fail: 1,000 executions or more in 5 minutes"],
  ["silence", 1, 1, "Too few requests come: fewer than 1 request in 1 minute"],
  ["failures", 1, 5, "Executions fail: 1 execution or more in 5 minutes"],
  ["lag", 60, 5, "Executions wait too long: 60 seconds or more"],
  ["unheard_of", 1, 1, ""],
])("%s reads as a sentence", (condition, threshold, minutes, words) => {
  expect(ruleWords({ condition, threshold, minutes } as AlertRule, CONDITIONS)).toBe(words)
})
