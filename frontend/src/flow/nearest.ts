/** The name that was probably meant: for errors that name a key which is not there. */

/** More names than this are a payload's data, not its shape. */
const LOOKED_AT = 200
const LONGEST = 60

export function nearest(wanted: string, among: readonly string[]): string | null {
  const plain = bare(wanted)
  if (plain === "") return null
  let best: string | null = null
  let least = 1 + Math.floor(plain.length / 6)
  for (const name of among.slice(0, LOOKED_AT)) {
    if (name === wanted || name.length > LONGEST) continue
    const far = distance(plain, bare(name), least)
    if (far < least || (far === least && best === null)) {
      best = name
      least = far
    }
  }
  return best
}

/** `customer_id`, `Customer-Id` and `customerId` are one word to whoever types it. */
const bare = (name: string): string => name.toLowerCase().replace(/[_\s-]/g, "")

/** Letters to change, add, drop or swap with their neighbour; `limit + 1` when it is more than the limit. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return Math.min(row[b.length] ?? 0, limit + 1)
}
