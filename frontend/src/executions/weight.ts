/** How far a JSON tree can be unfolded from the start and still draw at once. */
const MOST_ROWS = 200

/** Levels to show: as many as stay under two hundred rows, at most three. For `collapsed`: false would unfold all. */
export function openLevels(value: unknown): number {
  let level: unknown[] = [value]
  let rows = 0
  for (let depth = 0; depth < 3; depth++) {
    const below: unknown[] = []
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue
      const inner = Array.isArray(each) ? each : Object.values(each)
      rows += inner.length
      if (rows > MOST_ROWS) return depth
      below.push(...inner)
    }
    if (below.length === 0) return depth + 1
    level = below
  }
  return 3
}
