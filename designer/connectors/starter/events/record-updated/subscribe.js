// Called when an instance is switched on. What it puts into `state` the other functions get back.
export default async function subscribe({ apiClient, webhookUri, parameters }) {
  const hook = await apiClient.post("hooks", { url: webhookUri, list: parameters.list });
  return { state: { id: hook.id, secret: hook.secret } };
}
