/** Steps through a run like a debugger: buttons, a slider, and the left and right arrow keys anywhere on the page. */
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, CircleX } from "lucide-react"
import { useEffect } from "react"
import { isTyping } from "../editor/commands/strokes"
import { duration } from "../ui/When"
import classes from "./Timeline.module.css"
import type { Inspection } from "./useInspection"

export function Scrubber({ inspection, failedAt }: { inspection: Inspection; failedAt: number | null }) {
  const { timeline, passed, goTo, goToEndOf } = inspection
  const last = timeline.moments.length
  useArrowKeys((by) => goTo(passed + by))
  const words = momentWords(inspection)
  return (
    <div className={classes.scrubber}>
      <Step label="First moment" disabled={passed === 0} onClick={() => goTo(0)} icon={<ChevronFirst size={16} />} />
      <Step
        label="Previous moment"
        keys="←"
        disabled={passed === 0}
        onClick={() => goTo(passed - 1)}
        icon={<ChevronLeft size={16} />}
      />
      <input
        type="range"
        className={classes.range}
        aria-label="Moment"
        aria-valuetext={words}
        min={0}
        max={last}
        value={passed}
        onChange={(event) => goTo(event.currentTarget.valueAsNumber)}
      />
      <Step
        label="Next moment"
        keys="→"
        disabled={passed === last}
        onClick={() => goTo(passed + 1)}
        icon={<ChevronRight size={16} />}
      />
      <Step
        label="Last moment"
        disabled={passed === last}
        onClick={() => goTo(last)}
        icon={<ChevronLast size={16} />}
      />
      <span className={classes.moment} data-testid="moment">
        {words}
      </span>
      {failedAt !== null && (
        <Button
          variant="light"
          color="red"
          size="compact-xs"
          flex="none"
          leftSection={<CircleX size={13} aria-hidden />}
          onClick={() => goToEndOf(failedAt)}
        >
          Go to the failure
        </Button>
      )}
    </div>
  )
}

export function momentWords({ timeline, passed, moment, atEnd }: Inspection): string {
  const place = `${passed} of ${timeline.moments.length}`
  if (!moment) return timeline.moments.length === 0 ? "Nothing has run yet" : `${place} · before anything ran`
  const run = timeline.runs[moment.run]
  const how =
    moment.kind === "start"
      ? moment.attempt > 1
        ? `starts try ${moment.attempt}`
        : "starts"
      : moment.kind === "retry"
        ? `failed on try ${moment.attempt} and waits`
        : (run?.status ?? "ended")
  return `${place} · ${run?.path} ${how} · +${duration(Math.round(moment.at))}${atEnd ? " · the end" : ""}`
}

interface StepProps {
  label: string
  keys?: string
  icon: React.ReactNode
  disabled: boolean
  onClick: () => void
}

function Step({ label, keys, icon, disabled, onClick }: StepProps) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** The slider moves by them on its own; a list or a tree keeps them for itself. */
function useArrowKeys(move: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0
      if (by === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target)) return
      if (event.target instanceof Element && event.target.closest("[role=dialog], [role=menu], [role=tablist]")) return
      event.preventDefault()
      move(by)
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  })
}
