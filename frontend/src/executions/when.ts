/**
 * Stretches of time that a list can be narrowed to, as the address names them.
 *
 * For: `when=24h` to the moment it means now, and to words. A stretch that is named by its length moves with the clock; one
 * between two moments stands still.
 */

export const STRETCHES = [
  { value: "1h", label: "Last hour", hours: 1 },
  { value: "24h", label: "Last 24 hours", hours: 24 },
  { value: "7d", label: "Last 7 days", hours: 7 * 24 },
  { value: "30d", label: "Last 30 days", hours: 30 * 24 },
] as const

const MINUTE = 60_000

/** `{since}` in UTC. Whole minutes: the list is not another one each time the page is drawn. */
export function sinceOf(when: string, now: number): string | null {
  const stretch = STRETCHES.find(({ value }) => value === when)
  if (!stretch) return null
  return new Date(Math.floor(now / MINUTE) * MINUTE - stretch.hours * 60 * MINUTE).toISOString()
}

/** What `<input type="datetime-local">` holds, in the reader's own time, as UTC; null when it is no time. */
export function fromLocal(text: string): string | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** And back, to the minute. */
export function toLocal(time: string): string {
  const moment = new Date(time)
  if (Number.isNaN(moment.getTime())) return ""
  const two = (part: number) => String(part).padStart(2, "0")
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`
}
