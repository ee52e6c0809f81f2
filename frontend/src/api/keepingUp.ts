/** How long a page rests between two looks, in ms, however much is told meanwhile. */
export const REST = 400

/**
 * A function that brings something up to date, never twice at once: what is asked for meanwhile is done once, afterwards.
 *
 * A look that is under way may have missed what was just told, so it does not count for it.
 */
export function keepingUp(look: () => Promise<unknown>, rest: number = REST): () => void {
  let busy = false
  let again = false
  const run = async () => {
    busy = true
    do {
      again = false
      await look().catch(() => {}) // the page shows its own failures; the next hint tries again
      await new Promise((done) => setTimeout(done, rest))
    } while (again)
    busy = false
  }
  return () => {
    if (busy) again = true
    else void run()
  }
}
