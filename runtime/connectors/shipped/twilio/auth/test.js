export default async function test({ apiClient }) {
  const { incoming_phone_numbers } = await apiClient.get("IncomingPhoneNumbers.json", { PageSize: 1 });
  return Array.isArray(incoming_phone_numbers);
}
