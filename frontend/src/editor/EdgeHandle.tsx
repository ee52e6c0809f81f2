/** A border that is dragged, or moved with the arrow keys, to give what lies right of it or below it more room or less. */
import type { KeyboardEvent, PointerEvent } from "react"
import classes from "./Editor.module.css"

const STEP = 24

interface EdgeHandleProps {
  label: string
  /** Which way it moves: "x" is the left border of a panel, "y" the upper one. */
  axis: "x" | "y"
  size: number
  /** Pixels. */
  setSize: (size: number) => void
  limits: readonly [least: number, most: number]
  /** Keeps a size within what the window has room for. */
  within: (size: number) => number
}

export function EdgeHandle({ label, axis, size, setSize, limits, within }: EdgeHandleProps) {
  const placeOf = (event: { clientX: number; clientY: number }) => (axis === "x" ? event.clientX : event.clientY)
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    const handle = event.currentTarget
    const from = placeOf(event)
    const start = within(size)
    handle.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => setSize(within(start + from - placeOf(move)))
    handle.addEventListener("pointermove", onMove)
    handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", onMove), { once: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [more, less] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"]
    if (event.key !== more && event.key !== less) return
    event.preventDefault()
    event.stopPropagation()
    setSize(within(size + (event.key === more ? STEP : -STEP)))
  }
  return (
    <hr
      className={axis === "x" ? classes.widthHandle : classes.heightHandle}
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={limits[0]}
      aria-valuemax={limits[1]}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
