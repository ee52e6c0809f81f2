const WITH_BODY = ["post", "put", "patch", "delete"];

export async function request(apiClient, method, { path, query, headers, body, failOnError = true }) {
  const options = { headers, returnFullResponse: true };
  const answer = WITH_BODY.includes(method)
    ? await apiClient[method](path, body, { ...options, query })
    : await apiClient[method](path, query, options);
  if (failOnError && answer.status >= 400) throw new Error(`The service answered ${answer.status}.`);
  return { status: answer.status, headers: answer.headers, data: answer.data };
}
