// Slack answers 200 whatever happened; what it is, `ok` and `error` say.
export async function call(apiClient, method, data = {}) {
  const answer = await apiClient.post(method, data, { headers: { "Content-Type": "application/json; charset=utf-8" } });
  return checked(method, answer);
}

export async function read(apiClient, method, query = {}) {
  return checked(method, await apiClient.get(method, query));
}

function checked(method, answer) {
  if (answer.ok) return answer;
  throw new Error(`Slack refused ${method}: ${answer.error ?? "no reason given"}${answer.needed ? ` (needs ${answer.needed})` : ""}`);
}
