export default async function makeApiClient({ credentials }) {
  return { baseUri: credentials.baseUri, headers: { [credentials.header || "X-Api-Key"]: credentials.key } };
}
