/** The ids in a public URL: `/hooks/{tenant id}/flow/{flow id}/{token}`, or without the flow part. */
export function idsOfUrl(url: string): { tenantId: string | null; flowId: string | null } {
  const found = /\/hooks\/([^/?]+)\/(?:flow\/([^/?]+))?/.exec(url)
  return { tenantId: found?.[1] ?? null, flowId: found?.[2] ?? null }
}
