import { decoded, hmac } from "../../lib/bytes.js";

export default async function run({ input }) {
  const key = decoded(input.secret.replace(/^whsec_/, ""), "base64");
  if (!key) throw new Error("The secret is none of Standard Webhooks: whsec_ and base64.");
  const body = JSON.stringify(input.payload);
  const time = String(Math.floor(Date.now() / 1000));
  const signature = hmac("sha256", key, [`${input.id}.${time}.${body}`]).toString("base64");
  const answer = await fetch(input.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "webhook-id": input.id,
      "webhook-timestamp": time,
      "webhook-signature": `v1,${signature}`,
    },
    body,
  });
  if (answer.status >= 300) throw new Error(`The receiver answered ${answer.status}.`);
  return { status: answer.status };
}
