/** The live line in React. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react"
import { keepingUp, REST } from "./keepingUp"
import { type LiveEvent, line } from "./live"

/** Hears of `topic` while the component is there; null watches nothing. True while the line is live. */
export function useLive(topic: string | null, onEvent: (event: LiveEvent) => void): boolean {
  const latest = useRef(onEvent)
  useEffect(() => {
    latest.current = onEvent
  })
  useEffect(() => {
    if (topic) return line.watch(topic, (event) => latest.current(event))
  }, [topic])
  return useSyncExternalStore(
    (changed) => line.subscribeState(changed),
    () => topic !== null && line.isLive(topic),
  )
}

/** Calls `look` whenever something is told of `topic`, and after each break; at most a few times a second. True while live. */
export function useKeepUp(topic: string | null, look: () => Promise<unknown>, rest = REST): boolean {
  const latest = useRef(look)
  useEffect(() => {
    latest.current = look
  })
  const keepUp = useMemo(() => keepingUp(() => latest.current(), rest), [rest])
  return useLive(topic, () => {
    // A tab that nobody sees looks when it is seen again; the query cache does that.
    if (!document.hidden) keepUp()
  })
}

/** "open" while the server tells, "down" when it cannot be heard and pages ask again every few seconds instead. */
export function useLineState(): "idle" | "trying" | "open" | "down" {
  return useSyncExternalStore(
    (changed) => line.subscribeState(changed),
    () => line.state,
  )
}
