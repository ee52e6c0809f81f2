export default async function test({ apiClient }) {
  const { user_id } = await apiClient.get("me");
  return Boolean(user_id);
}
