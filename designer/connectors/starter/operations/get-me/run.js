// A step of a flow. What it returns becomes the step's results.
export default async function run({ apiClient, input }) {
  return await apiClient.get("users/me", { fields: input.fields });
}
