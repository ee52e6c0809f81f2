import type { Storage } from "../api/types"

export type Kept = Pick<Storage, "requestDays" | "executionDays" | "auditDays" | "keepRows" | "keepMegabytes">

/** "1.5 MB": decimal units, as disks are sold. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ["kB", "MB", "GB", "TB"]
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[power - 1]}`
}

const days = (count: number): string => (count === 1 ? "one day" : `${count.toLocaleString("en")} days`)

const LOST: Record<keyof Kept, (bound: number) => string> = {
  requestDays: (bound) => `Requests older than ${days(bound)}.`,
  executionDays: (bound) => `Executions older than ${days(bound)}, with their steps.`,
  auditDays: (bound) => `Entries of the audit log older than ${days(bound)}.`,
  keepRows: (bound) => `All but the newest ${bound.toLocaleString("en")} requests and as many executions.`,
  keepMegabytes: (bound) =>
    `The oldest requests and executions, until both take up no more than ${sizeWords(bound * 1e6)}.`,
}

/** What of the history goes when what is kept is changed: each bound that is tighter than before. */
export function lostBy(before: Kept, after: Kept): string[] {
  return (Object.keys(LOST) as (keyof Kept)[]).flatMap((name) => {
    const [was, bound] = [before[name], after[name]]
    return bound !== null && (was === null || bound < was) ? [LOST[name](bound)] : []
  })
}
