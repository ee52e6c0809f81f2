/** When something was, as the source of a sample says it: the time today, the day too before that. */
export function momentOf(time: string | Date, now: Date = new Date()): string {
  const at = new Date(time)
  const clock = at.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })
  if (at.toDateString() === now.toDateString()) return clock
  return `${at.toLocaleDateString("en", { day: "numeric", month: "short" })} ${clock}`
}
