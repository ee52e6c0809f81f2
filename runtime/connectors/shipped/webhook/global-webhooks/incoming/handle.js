import { challengeOf } from "../../lib/challenges.js";
import { read } from "../../lib/read.js";
import { check, refuse } from "../../lib/check.js";

export default async function handle(request) {
  const { parameters } = request;
  const question = challengeOf(request, parameters);
  if (question?.unproven) return { events: [], response: question.response };
  const outcome = check(request, parameters, Date.now() / 1000);
  if (outcome !== "accepted") refuse(outcome);
  if (question) return { events: [], response: question.response };
  return { events: eventsOf(request, parameters) };
}

function eventsOf({ data, headers, query }, { batch, selector = "body.customerId" }) {
  const whole = { body: data, headers, query };
  const path = selector.replace(/^headers\.(.*)$/, (_, name) => `headers.${name.toLowerCase()}`);
  const items = batch ? [read(whole, batch)].flat().filter((item) => item !== undefined) : [data];
  return items.map((item) => {
    const whose = read({ ...whole, item }, path);
    const found = typeof whose === "string" || typeof whose === "number" ? whose : undefined;
    return { selector: `value:${found}`, payload: item };
  });
}
