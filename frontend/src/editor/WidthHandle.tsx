/** The border of the inspector: dragged, or moved with the arrow keys. The width is kept in this browser. */
import { useLocalStorage } from "@mantine/hooks"
import type { KeyboardEvent, PointerEvent } from "react"
import classes from "./Editor.module.css"

const NARROWEST = 280
const WIDEST = 760
const STEP = 24

export function useInspectorWidth() {
  return useLocalStorage({ key: "hookyard-inspector-width", defaultValue: 348, getInitialValueInEffect: false })
}

const within = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)))

export function WidthHandle({ width, setWidth }: { width: number; setWidth: (width: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    const handle = event.currentTarget
    const from = event.clientX
    handle.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => setWidth(within(width + from - move.clientX))
    handle.addEventListener("pointermove", onMove)
    handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", onMove), { once: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setWidth(within(width + step))
  }
  return (
    <hr
      className={classes.widthHandle}
      tabIndex={0}
      aria-label="Width of the settings"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
