const A_PAGE = 100;

// Anybody can type the number of somebody else's installation: only one that the account itself may see is listened to.
export default async function getEventSelector({ apiClient, parameters }) {
  const wanted = String(parameters.installationId);
  for (let page = 1; page <= 20; page++) {
    const { installations = [] } = await apiClient.get("user/installations", { per_page: A_PAGE, page });
    if (installations.some(({ id }) => String(id) === wanted)) {
      return { globalWebhookKey: "app", globalWebhookEventSelector: `installation:${wanted}` };
    }
    if (installations.length < A_PAGE) break;
  }
  throw new Error(`This account may not see the installation ${wanted} of the GitHub App. Connect as somebody who may.`);
}
