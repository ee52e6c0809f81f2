// There is no path that every service has; an answer that is no refusal of the credentials is all that can be asked for.
export default async function test({ apiClient }) {
  try {
    await apiClient.get("");
    return true;
  } catch (error) {
    if (!error.status) throw error;
    return error.status !== 401 && error.status !== 403;
  }
}
