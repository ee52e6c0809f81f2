/**
 * Steps in columns: their order from top to bottom, and how high each stands.
 *
 * For: the second half of tidying up. Links leave by outlets, each at its own height, and a chain should run straight through
 * boxes of different heights; layout libraries know neither.
 * Not here: which column a step stands in (`tidying`).
 */

/** A box, or the place where a longer link passes through a column. */
export interface Cell {
  id: string
  height: number
  /** Space kept below it. */
  gap: number
}

/** A link between two neighbouring columns. `leaves` and `enters` are heights below the tops of its ends. */
export interface Span {
  from: string
  to: string
  leaves: number
  enters: number
}

const ROUNDS = 8

/**
 * The cells of each column from top to bottom, with few links crossing. It begins with what follows the first outlet on top,
 * and keeps another order only where that crosses less.
 */
export function ordered(columns: readonly (readonly Cell[])[], spans: readonly Span[]): Cell[][] {
  const ends = byEnd(spans)
  let now = uncrossed(fromTheFirst(columns, ends), ends)
  let best = now
  let fewest = crossings(best, ends)
  for (let round = 0; round < ROUNDS && fewest > 0; round += 1) {
    now = uncrossed(byNeighbours(now, ends, round % 2 === 0), ends)
    const count = crossings(now, ends)
    if (count >= fewest) continue
    best = now
    fewest = count
  }
  return best
}

type Ends = ReturnType<typeof byEnd>

/** Follows each chain to its end before the next, upper outlets first. */
function fromTheFirst(columns: readonly (readonly Cell[])[], { leaving }: Ends): Cell[][] {
  const cells = new Map(columns.flatMap((column, at) => column.map((cell) => [cell.id, { cell, at }] as const)))
  const sorted: Cell[][] = columns.map(() => [])
  const visit = (id: string): void => {
    const found = cells.get(id)
    if (!found || !cells.delete(id)) return
    sorted[found.at]?.push(found.cell)
    for (const span of (leaving.get(id) ?? NONE).toSorted((a, b) => a.leaves - b.leaves)) visit(span.to)
  }
  for (const column of columns) for (const { id } of column) visit(id)
  return sorted
}

/** Where a link ends counts before how high: heights are far below a million. */
const KEY = 1e6

function placesOf(columns: readonly (readonly Cell[])[]): Map<string, number> {
  return new Map(columns.flatMap((column) => column.map(({ id }, index) => [id, index * KEY] as const)))
}

/** Sorts each column by the mean place of what its cells are linked to in the column before it, or after it. */
function byNeighbours(columns: readonly (readonly Cell[])[], { leaving, entering }: Ends, forward: boolean): Cell[][] {
  const sorted = columns.map((column) => [...column])
  const place = placesOf(sorted)
  for (const column of forward ? sorted : sorted.toReversed()) {
    const wish = new Map(
      column.map(({ id }) => {
        const near = forward
          ? entering.get(id)?.map((span) => (place.get(span.from) ?? 0) + span.leaves)
          : leaving.get(id)?.map((span) => (place.get(span.to) ?? 0) + span.enters)
        return [id, mean(near) ?? place.get(id) ?? 0]
      }),
    )
    column.sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0))
    column.forEach(({ id }, index) => void place.set(id, index * KEY))
  }
  return sorted
}

/** Swaps neighbours as long as that makes fewer links cross. Equal ones stay as they are, so what is in order stays so. */
function uncrossed(columns: readonly (readonly Cell[])[], { leaving, entering }: Ends): Cell[][] {
  const sorted = columns.map((column) => [...column])
  const place = placesOf(sorted)
  const count = (above: Cell, below: Cell): number =>
    inversions(entering.get(above.id), entering.get(below.id), (span) => (place.get(span.from) ?? 0) + span.leaves) +
    inversions(leaving.get(above.id), leaving.get(below.id), (span) => (place.get(span.to) ?? 0) + span.enters)

  for (let round = 0; round < ROUNDS; round += 1) {
    let swapped = false
    for (const column of sorted) {
      for (let at = 0; at + 1 < column.length; at += 1) {
        const [above, below] = [column[at], column[at + 1]]
        if (!above || !below || count(above, below) <= count(below, above)) continue
        column[at] = below
        column[at + 1] = above
        place.set(below.id, at * KEY)
        place.set(above.id, (at + 1) * KEY)
        swapped = true
      }
    }
    if (!swapped) break
  }
  return sorted
}

function crossings(columns: readonly (readonly Cell[])[], { leaving }: Ends): number {
  const place = placesOf(columns)
  const target = (span: Span) => (place.get(span.to) ?? 0) + span.enters
  let count = 0
  for (const column of columns) {
    const spans = column.flatMap(({ id }) => (leaving.get(id) ?? NONE).toSorted((a, b) => a.leaves - b.leaves))
    spans.forEach((one, index) => {
      for (const two of spans.slice(index + 1)) if (target(one) > target(two)) count += 1
    })
  }
  return count
}

const NONE: readonly Span[] = []

function inversions(
  above: readonly Span[] = NONE,
  below: readonly Span[] = NONE,
  other: (span: Span) => number,
): number {
  let count = 0
  for (const one of above) for (const two of below) if (other(one) > other(two)) count += 1
  return count
}

function byEnd(spans: readonly Span[]) {
  const leaving = new Map<string, Span[]>()
  const entering = new Map<string, Span[]>()
  for (const span of spans) {
    leaving.set(span.from, [...(leaving.get(span.from) ?? []), span])
    entering.set(span.to, [...(entering.get(span.to) ?? []), span])
  }
  return { leaving, entering }
}

/** The top of every cell: as near as the others allow to where its links would be level. */
export function tops(columns: readonly (readonly Cell[])[], spans: readonly Span[]): Map<string, number> {
  const { leaving, entering } = byEnd(spans)
  const top = new Map<string, number>()
  for (const column of columns) spread(column, () => 0, top)
  const before = (id: string) => entering.get(id)?.map((span) => (top.get(span.from) ?? 0) + span.leaves - span.enters)
  const after = (id: string) => leaving.get(id)?.map((span) => (top.get(span.to) ?? 0) + span.enters - span.leaves)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const column of columns) spread(column, ({ id }) => mean(before(id)) ?? top.get(id) ?? 0, top)
    for (const column of columns.toReversed()) spread(column, ({ id }) => mean(after(id)) ?? top.get(id) ?? 0, top)
  }
  for (const column of columns) spread(column, ({ id }) => mean(before(id)) ?? top.get(id) ?? 0, top)
  return top
}

function mean(values: readonly number[] | undefined): number | null {
  return values && values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null
}

/**
 * Puts the cells of a column where they wish to be, in their order and without touching. Where wishes clash, a block of cells
 * moves together to the mean of what its members wish, which is the least total (squared) distance from the wishes.
 */
function spread(column: readonly Cell[], wish: (cell: Cell) => number, top: Map<string, number>): void {
  const blocks: { cells: { id: string; offset: number }[]; sum: number; height: number }[] = []
  for (const cell of column) {
    let block = { cells: [{ id: cell.id, offset: 0 }], sum: wish(cell), height: cell.height + cell.gap }
    for (let above = blocks.at(-1); above && startOf(above) + above.height > startOf(block); above = blocks.at(-1)) {
      blocks.pop()
      const { height } = above
      block = {
        cells: [...above.cells, ...block.cells.map(({ id, offset }) => ({ id, offset: offset + height }))],
        sum: above.sum + block.sum - height * block.cells.length,
        height: height + block.height,
      }
    }
    blocks.push(block)
  }
  for (const block of blocks) for (const { id, offset } of block.cells) top.set(id, startOf(block) + offset)
}

const startOf = ({ sum, cells }: { sum: number; cells: readonly unknown[] }): number => sum / cells.length
