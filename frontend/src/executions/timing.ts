import type { Execution } from "../api/types"
import { duration } from "../ui/When"

/** From start to end, for people; a dash while it has not ended or never started. */
export function timeTaken({ startedAt, finishedAt }: Pick<Execution, "startedAt" | "finishedAt">): string {
  if (!startedAt || !finishedAt) return "–"
  return duration((new Date(finishedAt).getTime() - new Date(startedAt).getTime()) * 1000)
}

const ENDED = new Set(["succeeded", "failed", "cancelled", "duplicate"])

export const hasEnded = ({ status }: Pick<Execution, "status">): boolean => ENDED.has(status)
