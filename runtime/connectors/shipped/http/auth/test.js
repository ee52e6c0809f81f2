// There is no path that every service has; an answer that is no refusal of the credentials is all that can be asked for.
export default async function test({ apiClient }) {
  const { status } = await apiClient.get("", undefined, { returnFullResponse: true });
  return status !== 401 && status !== 403;
}
