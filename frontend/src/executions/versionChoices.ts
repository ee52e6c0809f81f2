/** The versions that an execution can be run again on, in words. */
import type { Execution, Version } from "../api/types"

const LONGEST_COMMENT = 50

export function versionChoices(
  versions: readonly Pick<Version, "number" | "comment">[],
  { version, instanceId }: Pick<Execution, "version" | "instanceId">,
): { value: string; label: string }[] {
  const numbered = versions.map(({ number, comment }) => ({
    value: String(number),
    label: [`Version ${number}`, number === version && "which ran", short(comment)].filter(Boolean).join(", "),
  }))
  return instanceId ? [{ value: "newest", label: "The one its instance has now" }, ...numbered] : numbered
}

function short(comment: string): string {
  const line = comment.split("\n")[0]?.trim() ?? ""
  return line.length > LONGEST_COMMENT ? `${line.slice(0, LONGEST_COMMENT).trimEnd()}…` : line
}
