/** Small words about requests. */

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} kB` : `${(size / 1024 / 1024).toFixed(1)} MB`
}

/** A public path without the ids and tokens that only machines read: `shared/…TSQ4/orders`. */
export function shortPath(path: string): string {
  const found = /^\/hooks\/[^/]+\/(shared|instance|draft|subscription|flow\/[^/]+)\/([^/]+)(\/.*)?$/.exec(path)
  if (!found) return path
  const kind = found[1]?.split("/")[0]
  return `${kind}/…${found[2]?.slice(-4)}${found[3] ?? ""}`
}
