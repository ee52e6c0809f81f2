// An app's token is for Atlassian's common address, where a cloud id names the site; it is good for one or more sites.
export default async function makeApiClient({ credentials }) {
  const { access_token, email, site, token } = credentials;
  if (email) return { baseUri: `https://${site}`, auth: { username: email, password: token } };
  const headers = { Authorization: `Bearer ${access_token}`, Accept: "application/json" };
  const answer = await fetch("https://api.atlassian.com/oauth/token/accessible-resources", { headers });
  if (!answer.ok) throw Object.assign(new Error(`Atlassian answered ${answer.status}.`), { status: answer.status });
  const [first] = await answer.json();
  if (!first) throw new Error("The account has no Jira site that this app may use.");
  return { baseUri: `https://api.atlassian.com/ex/jira/${first.id}`, headers };
}
