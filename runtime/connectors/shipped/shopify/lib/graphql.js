export async function graphql(apiClient, query, variables = {}) {
  const answer = await apiClient.post("graphql.json", { query, variables });
  if (answer.errors) {
    const said = Array.isArray(answer.errors) ? answer.errors.map((error) => error.message).join("; ") : String(answer.errors);
    throw new Error(`Shopify refused the query: ${said}`);
  }
  return answer.data;
}

// A mutation that Shopify declined for a reason the user can mend answers 200 with userErrors.
export async function mutate(apiClient, query, variables) {
  const data = await graphql(apiClient, query, variables);
  const result = Object.values(data)[0];
  if (result.userErrors.length > 0) {
    throw new Error(`Shopify declined: ${result.userErrors.map((error) => error.message).join("; ")}`);
  }
  return result;
}
