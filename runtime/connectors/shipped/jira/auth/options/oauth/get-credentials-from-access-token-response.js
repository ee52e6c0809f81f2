// A token is good for one or more sites; calls name the site by its cloud id.
export default async function getCredentials({ tokenResponse }) {
  const answer = await fetch("https://api.atlassian.com/oauth/token/accessible-resources", {
    headers: { Authorization: `Bearer ${tokenResponse.access_token}`, Accept: "application/json" },
  });
  const [site] = await answer.json();
  if (!site) throw new Error("The account has no Jira site that this app may use.");
  return { ...tokenResponse, cloudId: site.id, site: new URL(site.url).host };
}
