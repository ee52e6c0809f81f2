// Whether an account works: return something, or throw.
export default async function test({ apiClient }) {
  return await apiClient.get("users/me");
}
