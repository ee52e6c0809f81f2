import { expect, it } from "vitest"
import type { Problem } from "../flow/definition"
import { addressOfProblem } from "./problemPlace"

const problem = (part: Partial<Problem>): Problem => ({
  code: "shape_invalid",
  message: "",
  severity: "error",
  flow: null,
  step: null,
  field: null,
  ...part,
})

it.each([
  [{ field: "endpoint.requestsPerSecond" }, "endpoint?stage=access&field=requestsPerSecond"],
  [{ field: "endpoint.methods[1]" }, "endpoint?stage=method&field=methods%5B1%5D"],
  [{ field: "configPages[0].elements[2].text" }, "wizard?at=configPages%5B0%5D.elements%5B2%5D.text"],
  [{ flow: "main", step: "log_1", field: "level" }, "flows/main?step=log_1&field=level"],
  // What has a flow but no step is one of the flow's own settings.
  [{ flow: "main", field: "flows[0].policy.timeLimitSeconds" }, "flows/main?field=policy.timeLimitSeconds"],
  [{ flow: "main" }, "flows/main"],
  [{ field: "name" }, "flows"],
])("leads from %o to its field", (part, address) => {
  expect(addressOfProblem("I1", problem(part))).toBe(`/integrations/I1/${address}`)
})
