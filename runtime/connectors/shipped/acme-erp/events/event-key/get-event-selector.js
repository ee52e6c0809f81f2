export default async function getEventSelector({ apiClient }) {
  const response = await apiClient.get('users/me')
  return {
    globalWebhookKey: 'global-webhok-key',
    globalWebhookEventSelector: `user_id:${response?.id}`,
  }
}
