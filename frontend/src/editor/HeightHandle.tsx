/** The upper border of the test bench: dragged, or moved with the arrow keys. The height is kept in this browser. */
import { useLocalStorage } from "@mantine/hooks"
import type { KeyboardEvent, PointerEvent } from "react"
import classes from "./Editor.module.css"

const LOWEST = 220
const HIGHEST = 900
const STEP = 24

export function useDockHeight() {
  const usual = Math.min(400, Math.round(window.innerHeight * 0.42))
  return useLocalStorage({ key: "hookyard-bench-height", defaultValue: usual, getInitialValueInEffect: false })
}

const within = (height: number): number =>
  Math.round(Math.max(LOWEST, Math.min(HIGHEST, window.innerHeight * 0.62, height)))

export function HeightHandle({ height, setHeight }: { height: number; setHeight: (height: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    const handle = event.currentTarget
    const from = event.clientY
    const start = within(height)
    handle.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => setHeight(within(start + from - move.clientY))
    handle.addEventListener("pointermove", onMove)
    handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", onMove), { once: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setHeight(within(height + step))
  }
  return (
    <hr
      className={classes.heightHandle}
      tabIndex={0}
      aria-label="Height of the test bench"
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={LOWEST}
      aria-valuemax={HIGHEST}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
