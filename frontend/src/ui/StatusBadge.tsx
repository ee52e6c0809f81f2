/** A status as icon + word + colour; colour never stands alone. */
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock,
  CopyCheck,
  Handshake,
  History,
  Hourglass,
  type LucideIcon,
  Pause,
  Pin,
  SkipForward,
  TriangleAlert,
} from "lucide-react"
import classes from "./StatusBadge.module.css"

type Tone = "good" | "bad" | "warn" | "info" | "quiet"

const LOOKS: Record<string, { icon: LucideIcon; tone: Tone }> = {
  succeeded: { icon: CircleCheck, tone: "good" },
  accepted: { icon: CircleCheck, tone: "good" },
  answered: { icon: CircleCheck, tone: "good" },
  passed: { icon: CircleCheck, tone: "good" },
  failed: { icon: CircleX, tone: "bad" },
  stopped: { icon: Ban, tone: "warn" },
  broken: { icon: TriangleAlert, tone: "bad" },
  "not run": { icon: CircleDashed, tone: "quiet" },
  "not tested": { icon: CircleDashed, tone: "quiet" },
  rejected: { icon: Ban, tone: "bad" },
  refused: { icon: Ban, tone: "bad" },
  unrouted: { icon: TriangleAlert, tone: "warn" },
  resolved: { icon: CircleCheck, tone: "quiet" },
  ignored: { icon: TriangleAlert, tone: "warn" },
  held: { icon: Pause, tone: "warn" },
  "on hold": { icon: Pause, tone: "warn" },
  paused: { icon: Pause, tone: "quiet" },
  draining: { icon: Hourglass, tone: "info" },
  running: { icon: CircleDot, tone: "info" },
  waiting: { icon: Clock, tone: "info" },
  queued: { icon: Clock, tone: "info" },
  duplicate: { icon: CopyCheck, tone: "quiet" },
  handshake: { icon: Handshake, tone: "good" },
  kept: { icon: History, tone: "quiet" },
  pinned: { icon: Pin, tone: "quiet" },
  skipped: { icon: SkipForward, tone: "quiet" },
  good: { icon: CircleCheck, tone: "good" },
  "needs attention": { icon: TriangleAlert, tone: "warn" },
  expired: { icon: Clock, tone: "bad" },
  revoked: { icon: Ban, tone: "bad" },
  "not connected": { icon: CircleDashed, tone: "quiet" },
  cancelled: { icon: Ban, tone: "quiet" },
}

export function StatusBadge({ status, label }: { status: string; label?: string }) {
  const { icon: Icon, tone } = LOOKS[status] ?? { icon: CircleDot, tone: "quiet" as Tone }
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={13} aria-hidden />
      {label ?? status}
    </span>
  )
}
