/** The border of the inspector. The width is kept in this browser. */
import { useLocalStorage } from "@mantine/hooks"
import { EdgeHandle } from "./EdgeHandle"

const LIMITS = [280, 760] as const

export function useInspectorWidth() {
  return useLocalStorage({ key: "hookyard-inspector-width", defaultValue: 348, getInitialValueInEffect: false })
}

const within = (width: number): number => Math.round(Math.max(LIMITS[0], Math.min(LIMITS[1], width)))

export function WidthHandle({ width, setWidth }: { width: number; setWidth: (width: number) => void }) {
  const label = "Width of the settings"
  return <EdgeHandle axis="x" label={label} size={width} setSize={setWidth} limits={LIMITS} within={within} />
}
