/** The upper border of the test bench. The height is kept in this browser. */
import { useLocalStorage } from "@mantine/hooks"
import { EdgeHandle } from "./EdgeHandle"

const LIMITS = [220, 900] as const

export function useDockHeight() {
  const usual = Math.min(400, Math.round(window.innerHeight * 0.42))
  return useLocalStorage({ key: "hookyard-bench-height", defaultValue: usual, getInitialValueInEffect: false })
}

const within = (height: number): number =>
  Math.round(Math.max(LIMITS[0], Math.min(LIMITS[1], window.innerHeight * 0.62, height)))

export function HeightHandle({ height, setHeight }: { height: number; setHeight: (height: number) => void }) {
  const label = "Height of the test bench"
  return <EdgeHandle axis="y" label={label} size={height} setSize={setHeight} limits={LIMITS} within={within} />
}
