import { describe, expect, it } from "vitest"
import { chain, integration } from "./fixtures"
import { nextCopyId, nextFlowKey, nextFlowName, nextStepId, slug, stepIdProblem } from "./labels"

describe("labels", () => {
  it.each([
    ["webhook", [], "webhook_1"],
    ["webhook", ["webhook_1", "webhook_2"], "webhook_3"],
    ["webhook", ["webhook_2"], "webhook_1"],
    ["http.request", [], "http_request_1"],
    ["acme-erp.find_customer", [], "acme_erp_find_customer_1"],
    ["2checkout.pay", [], "checkout_pay_1"],
  ])("%s beside %j becomes %s", (component, taken, wanted) => {
    expect(nextStepId(component, taken)).toBe(wanted)
  })

  it.each([
    ["webhook_1", ["webhook_1"], "webhook_2"],
    ["findCustomer", ["findCustomer"], "findCustomer_1"],
    ["free", ["other"], "free"],
  ])("a copy of %s beside %j becomes %s", (id, taken, wanted) => {
    expect(nextCopyId(id, taken)).toBe(wanted)
  })

  it("says what is wrong with an id", () => {
    const flow = chain("a", "b")
    expect(stepIdProblem(flow, "a", "a")).toBeNull()
    expect(stepIdProblem(flow, "a", "c")).toBeNull()
    expect(stepIdProblem(flow, "a", "b")).toMatch(/taken/)
    expect(stepIdProblem(flow, "a", "trigger")).toMatch(/trigger/)
    expect(stepIdProblem(flow, "a", "no-dash")).toMatch(/letters/)
  })

  it.each([
    ["Create Order", "create-order"],
    ["Überweisung!", "uberweisung"],
    ["日本", "flow"],
  ])("the key of %s is %s", (name, key) => {
    expect(slug(name)).toBe(key)
  })

  it("numbers flows whose name is taken", () => {
    const document = integration({ ...chain("a"), key: "new-flow", name: "New flow" })
    expect(nextFlowName(document, "New flow")).toBe("New flow 2")
    expect(nextFlowKey(document, "New flow")).toBe("new-flow-2")
  })
})
