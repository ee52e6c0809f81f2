const WITH_BODY = ["post", "put", "patch", "delete"];

export async function request(apiClient, method, { path, query, headers, body, failOnError = true }) {
  const options = { headers, returnFullResponse: true };
  try {
    const answer = WITH_BODY.includes(method)
      ? await apiClient[method](path, body, { ...options, query })
      : await apiClient[method](path, query, options);
    return { status: answer.status, headers: answer.headers, data: answer.data };
  } catch (error) {
    if (failOnError || !error.status) throw error;
    return { status: error.status, headers: error.headers, data: error.data };
  }
}
