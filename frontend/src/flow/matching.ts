/** Which of two lists belong together when they are compared. */

/** By key; of several with one key (a broken import) the second meets the second. */
export function matched<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): [T | null, T | null][] {
  const counted = (items: readonly T[]) => {
    const seen = new Map<string, number>()
    return new Map(
      items.map((item) => {
        const count = seen.get(keyOf(item)) ?? 0
        seen.set(keyOf(item), count + 1)
        return [`${count} ${keyOf(item)}`, item] as const
      }),
    )
  }
  const [olds, news] = [counted(before), counted(after)]
  const kept = [...news].map(([key, item]): [T | null, T | null] => [olds.get(key) ?? null, item])
  const gone = [...olds].filter(([key]) => !news.has(key)).map(([, item]): [T | null, T | null] => [item, null])
  return [...kept, ...gone]
}
