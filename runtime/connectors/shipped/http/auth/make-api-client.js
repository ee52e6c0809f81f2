// Which kind of connection it is, the fields tell.
export default async function makeApiClient({ credentials }) {
  const { baseUri, header, key, password, token, username } = credentials;
  if (key) return { baseUri, headers: { [header || "X-Api-Key"]: key } };
  if (token) return { baseUri, headers: { Authorization: `Bearer ${token}` } };
  if (username) return { baseUri, auth: { username, password } };
  return { baseUri };
}
