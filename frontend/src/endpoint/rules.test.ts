import { describe, expect, it } from "vitest"
import type { Definition, Flow, Problem, Step } from "../flow/definition"
import { roadOfSettings, targetFlows, webhookCredential, webhookMethods } from "./rules"
import { stopOf } from "./stops"

const webhook = (inputs: Step["inputs"] = {}): Step => ({ id: "webhook_1", component: "webhook", inputs })
const flow = (key: string, changes: Partial<Flow> = {}): Flow => ({
  key,
  name: key,
  steps: [webhook()],
  links: [],
  ...changes,
})
const shared: Definition = {
  name: "Acme",
  key: "acme",
  endpoint: {
    type: "shared",
    preprocessFlow: "pre",
    flowName: { reference: "results.flowName" },
    externalCustomerId: { reference: "results.customer" },
  },
  flows: [flow("pre", { name: "Sorting" }), flow("orders"), flow("nightly", { steps: [] })],
}
const problem = (field: string | null, code = "x", more: Partial<Problem> = {}): Problem => ({
  code,
  field,
  message: "",
  severity: "error",
  flow: null,
  step: null,
  ...more,
})
const summaries = (definition: Definition) =>
  Object.fromEntries(roadOfSettings(definition, []).map(({ stop, summary }) => [stop, summary]))

describe("the road of a shared endpoint", () => {
  it("says what each stage does", () => {
    expect(summaries(shared)).toEqual({
      endpoint: "Shared",
      access: "Anybody with the URL",
      method: "POST",
      credential: "None",
      preprocess: "Sorting",
      pick: "flowName, customer",
      match: "Else an error, kept",
      answer: "At once, 200",
    })
  })

  it("says who may call, how often and with what", () => {
    const limits = { allowedAddresses: ["10.0.0.1"], allowedOrigins: ["*"], requestsPerSecond: 5, largestBody: 2048 }
    const endpoint = { type: "shared" as const, ...limits, contentTypes: ["json", "xml"] }
    expect(summaries({ ...shared, endpoint })).toMatchObject({
      access: "1 address, any page, 5/s, 2 KiB",
      method: "POST · json, xml",
    })
  })

  it("counts only flows that a request may be for", () => {
    expect(targetFlows(shared).map(({ key }) => key)).toEqual(["orders"])
  })

  it("lets the endpoint's own methods and credential win over those of the steps", () => {
    const endpoint = { ...shared.endpoint, type: "shared", methods: ["PUT"], credential: "sig" } as const
    expect(summaries({ ...shared, endpoint: { ...endpoint, methods: ["PUT"] } })).toMatchObject({
      method: "PUT",
      credential: "sig",
    })
  })

  it("says when flows differ", () => {
    const flows = [
      flow("a", { response: "sync" }),
      flow("b", { steps: [webhook({ credential: { credential: "k" } })] }),
    ]
    expect(summaries({ ...shared, flows })).toMatchObject({ credential: "Differs by flow", answer: "Differs by flow" })
  })
})

describe("the road of a flow endpoint", () => {
  const definition: Definition = { ...shared, endpoint: { ...shared.endpoint, type: "flow", methods: ["DELETE"] } }

  it("neither preprocesses nor picks", () => {
    const road = roadOfSettings(definition, [])
    expect(road.filter(({ used }) => !used).map(({ stop }) => stop)).toEqual(["preprocess", "pick"])
  })

  it("goes by its Webhook steps alone", () => {
    expect(summaries(definition).method).toBe("POST")
  })
})

it.each([
  ["endpoint.flowName", "reference_malformed", "pick"],
  ["endpoint.externalCustomerId", "endpoint_customer_picker_missing", "pick"],
  ["endpoint.preprocessFlow", "preprocess_flow_unknown", "preprocess"],
  ["endpoint.credential", "credential_unknown", "credential"],
  ["credential", "credential_ambiguous", "credential"],
  ["endpoint", "endpoint_target_missing", "match"],
  ["endpoint.methods[0]", "shape_invalid", "method"],
  ["endpoint.contentTypes[0]", "shape_invalid", "method"],
  ["endpoint.allowedAddresses[1]", "address_malformed", "access"],
  ["endpoint.surprise", "shape_invalid", "endpoint"],
  ["name", "name_missing", null],
] as const)("puts a problem of %s (%s) at %s", (field, code, stop) => {
  expect(stopOf(problem(field, code))).toBe(stop)
})

it("leaves problems of steps to the canvas", () => {
  expect(stopOf(problem("endpoint.url", "x", { flow: "orders", step: "http_1" }))).toBeNull()
})

it.each([
  [webhook(), ["POST"], null, "silent"],
  [webhook({ methods: { value: ["GET", "PUT"] } }), ["GET", "PUT"], null, "its own methods"],
  [webhook({ methods: { value: [] } }), ["POST"], null, "none chosen"],
  [webhook({ credential: { credential: "k" } }), ["POST"], "k", "a credential"],
  [webhook({ credential: { value: "" } }), ["POST"], null, "an emptied credential"],
])("reads a Webhook step: %#", (step, methods, credential, _why) => {
  expect(webhookMethods(step)).toEqual(methods)
  expect(webhookCredential(step)).toBe(credential)
})
