import { expect, it } from "vitest"
import type { InputSchema } from "../../flow/schema"
import { inputsOf, plainly } from "./describing"

const schema: InputSchema = {
  type: "object",
  required: ["url"],
  properties: {
    timeout: { title: "Timeout", type: "integer", default: 30, description: "Seconds." },
    url: { title: "URL", type: "string" },
    method: { enum: ["GET", "POST"], default: "GET" },
    items: { type: ["array", "object", "null"] },
    names: { type: "array", items: { type: "string" } },
    code: { type: "string", "x-widget": "code" },
    body: {},
  },
}

it("says of each input what it takes, whether it is needed, and what it is when left out", () => {
  expect(inputsOf(schema).map(({ name, takes, required, otherwise }) => [name, takes, required, otherwise])).toEqual([
    ["url", "text", true, null],
    ["timeout", "whole number", false, "30"],
    ["method", "GET, POST", false, '"GET"'],
    ["items", "list or object", false, null],
    ["names", "list of texts", false, null],
    ["code", "JavaScript", false, null],
    ["body", "anything", false, null],
  ])
})

it("shows an example as people write it, without tags", () => {
  expect(
    plainly({
      object: {
        id: { reference: "webhook_1.results.body.data.id" },
        tags: { list: [{ value: "a" }, { template: "{{x.y}}-b" }] },
        who: { configVariable: "Owner" },
        with: { credential: "erp" },
      },
    }),
  ).toEqual({
    id: "{{webhook_1.results.body.data.id}}",
    tags: ["a", "{{x.y}}-b"],
    who: "{{#Owner}}",
    with: "credential erp",
  })
})
