/** A stored execution while it goes on: what is told of it, and reading it again when there is more to read. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { keepingUp } from "../api/keepingUp"
import type { LiveEvent } from "../api/live"
import { useLive } from "../api/useLive"
import { NOTHING, type Progress, withTold } from "./progress"

/**
 * Watches an execution while it has not ended. `look` reads it again: when it changes or ends, and after a break.
 *
 * Null until a step was told of, and once it has ended: then what was read says it all.
 */
export function useLiveExecution(id: string, ended: boolean, look: () => Promise<unknown>): Progress | null {
  const [progress, setProgress] = useState(NOTHING)
  const latest = useRef(look)
  useEffect(() => {
    latest.current = look
  })
  const keepUp = useMemo(() => keepingUp(() => latest.current()), [])
  const heard = useRef<LiveEvent[]>([])
  const frame = useRef(0)
  const draw = useCallback(() => {
    frame.current = 0
    const events = heard.current.splice(0)
    setProgress((before) => withTold(before, events))
  }, [])
  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  useLive(ended ? null : `execution:${id}`, (event) => {
    if (!event.event.startsWith("step.")) keepUp()
    heard.current.push(event)
    // However fast it goes, it is drawn once a frame.
    frame.current ||= requestAnimationFrame(draw)
  })
  return ended || progress.counts.size === 0 ? null : progress
}
