/**
 * The test of the bench that runs now, as it is told.
 *
 * For: listening before the test is asked for, so that not even its first step is missed; the canvas and the drawer read it.
 */
import { create } from "zustand"
import { type LiveEvent, line } from "../api/live"
import { NOTHING, type Progress, withTold } from "./progress"

/** A test does not wait longer than this for a line: it runs as well unheard. */
const LONGEST_WAIT = 800

/** One that is over sooner shows its result at once: a list that flashes by tells nobody anything. */
const LONG = 400

interface TestProgress {
  /** Null while no test runs, or nobody tells how it goes. */
  progress: Progress | null
  /** It runs for longer than a moment. */
  long: boolean
}

export const useTestProgress = create<TestProgress>(() => ({ progress: null, long: false }))

/** Resolves when the line listens, or cannot. `key` goes along with the test; the returned function ends the listening. */
export function listenToTest(key: string): Promise<() => void> {
  return new Promise((resolve) => {
    const heard: LiveEvent[] = []
    let frame = 0
    const grown = setTimeout(() => useTestProgress.setState({ long: true }), LONG)
    const draw = () => {
      frame = 0
      useTestProgress.setState(({ progress }) => ({ progress: withTold(progress ?? NOTHING, heard.splice(0)) }))
    }
    const leave = line.watch(`test:${key}`, (event) => {
      if (event.event === "subscribed" || event.event === "refused") ready()
      heard.push(event)
      // However fast it goes, it is drawn once a frame.
      frame ||= requestAnimationFrame(draw)
    })
    const stop = () => {
      leave()
      cancelAnimationFrame(frame)
      clearTimeout(grown)
      useTestProgress.setState({ progress: null, long: false })
    }
    const ready = () => resolve(stop)
    if (line.state === "down") ready()
    else setTimeout(ready, LONGEST_WAIT)
  })
}
