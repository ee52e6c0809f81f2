// An app's token is for Atlassian's common address, where a cloud id names the site.
export default async function makeApiClient({ credentials }) {
  const { access_token, cloudId, email, site, token } = credentials;
  if (cloudId) {
    return { baseUri: `https://api.atlassian.com/ex/jira/${cloudId}`, headers: { Authorization: `Bearer ${access_token}` } };
  }
  return { baseUri: `https://${site}`, auth: { username: email, password: token } };
}
