/** Ways to begin a flow, in the same form as the clipboard's. */
import type { Clip } from "../../flow/clipboard"
import type { Input, Step } from "../../flow/definition"
import { COLUMN } from "../../flow/geometry"

interface Template {
  title: string
  text: string
  clip: Clip
  /** The caller waits for what the flow answers. */
  sync?: true
}

const step = (id: string, name: string, component: string, inputs: Record<string, Input> = {}): Step => ({
  id,
  name,
  component,
  inputs,
})

function chain(...steps: Step[]): Clip {
  return {
    steps,
    links: steps.slice(1).map((each, index) => ({ from: steps[index]?.id ?? "", to: each.id })),
    layout: Object.fromEntries(steps.map((each, index) => [each.id, { x: index * COLUMN, y: 0 }])),
  }
}

const webhook = step("webhook_1", "Webhook", "webhook", { methods: { value: ["POST"] } })

const LOOKUP_CODE = `// What the service calls it: the name of the flow that is for it.
const flowNames = {
  create_order: "Create Order",
};

module.exports = async ({ logger, configVars }, stepResults) => {
  const customerExternalId = stepResults.customer_lookup_1.results.id;
  const { type } = stepResults.trigger.results.body.data;
  return { data: { customerExternalId, flowName: flowNames[type] ?? type } };
};
`

export const TEMPLATES: readonly Template[] = [
  {
    title: "Receive and log",
    text: "A webhook, and a line in the log for each call.",
    clip: chain(
      webhook,
      step("log_1", "Log", "log", { message: { template: "received {{webhook_1.results.body.data}}" } }),
    ),
  },
  {
    title: "Receive and answer",
    text: "A webhook that waits for the flow and answers with what you choose.",
    sync: true,
    clip: chain(
      webhook,
      step("respond_1", "Respond", "respond", {
        status: { value: 200 },
        body: { object: { received: { reference: "webhook_1.results.body.data" } } },
      }),
    ),
  },
  {
    title: "Find customer and flow",
    text: "A preprocess flow for a shared endpoint.",
    sync: true,
    clip: chain(
      webhook,
      step("customer_lookup_1", "Look up customer", "customer.lookup", {
        id: { reference: "webhook_1.results.body.data.customerId" },
      }),
      step("code_1", "Choose the flow", "code", { code: { value: LOOKUP_CODE } }),
    ),
  },
]
