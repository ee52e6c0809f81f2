import { ArrowRight, type LucideIcon, Minus, PencilLine, Plus } from "lucide-react"
import type { ChangeKind } from "../../flow/diff"
import { useEditor } from "../store"
import classes from "./marks.module.css"

const ICONS: Record<ChangeKind, LucideIcon> = { added: Plus, removed: Minus, changed: PencilLine, renamed: ArrowRight }
const WORDS: Record<ChangeKind, string> = { added: "Added", removed: "Removed", changed: "Changed", renamed: "Renamed" }

/** How this step differs from another version, where two are compared. */
export function ChangeBadge({ id }: { id: string }) {
  const change = useEditor((state) => state.changes[id])
  if (!change) return null
  const Icon = ICONS[change.kind]
  return (
    <span className={classes.change} data-change={change.kind}>
      <Icon size={12} aria-hidden />
      {change.was ? `Renamed from ${change.was}` : WORDS[change.kind]}
    </span>
  )
}
