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

/** Which of the listed requests something is done to; null for those that nothing can be done to. */
export function whichWords(status: string | undefined): string | null {
  if (status === "refused" || status === "handshake") return null
  if (status === "accepted" || status === "duplicate")
    return `All ${status} ones that the filters find and that were not replayed yet, not only those shown.`
  return "All that the filters find and that wait in the inbox, not only those shown."
}

/** "41 others", as far as was looked. */
export function othersWords(count: number, more: boolean): string {
  if (count === 1 && !more) return "1 other"
  return `${count.toLocaleString("en")} ${more ? "or more " : ""}others`
}
