import { expect, it } from "vitest"
import type { Stage } from "../api/types"
import { mendingOf } from "./mending"

const stage = (name: Stage["stage"], data: unknown): Stage => ({
  stage: name,
  ok: true,
  detail: "",
  durationUs: 0,
  data,
})
const customer = { id: "c", externalId: "c-1", name: "Northwind" }
const at = (code: string | null, ...trace: Stage[]) =>
  mendingOf({ code, trace, isDraft: false, integration: { id: "i", name: "Shop" } })

it("names the flow that was asked for, and leads to the picker and to the customer's version", () => {
  const told = at("flow_not_found", stage("pick", { flowName: "Refund" }), stage("match", { customer }))
  expect(told?.text).toContain("called “Refund”")
  expect(told?.links.map(({ to }) => to)).toEqual(["/integrations/i/endpoint", "/customers/c"])
})

it("leads to the customer who has no instance", () => {
  const told = at("instance_not_found", stage("match", { customer }))
  expect(told?.text).toBe("Northwind is known but has no instance of Shop. Deploy one for it, then replay.")
  expect(told?.links).toEqual([{ to: "/customers/c", label: "Northwind and its instances" }])
})

it("leads to the picker that read nothing, and to the preprocess flow that failed", () => {
  expect(at("picker_empty")?.links[0]?.to).toBe("/integrations/i/endpoint")
  expect(at("preprocess_failed", stage("preprocess", { flow: "route" }))?.links[0]?.to).toBe(
    "/integrations/i/flows/route",
  )
})

it("says nothing where mapping is the answer, or nothing is known", () => {
  expect(at("customer_not_found")).toBeNull()
  expect(mendingOf({ code: "flow_not_found", trace: [], isDraft: false, integration: null })).toBeNull()
})
