/**
 * Which panels stand beside the canvas.
 *
 * Kept in this browser, for narrow windows (a small screen, or 200 % zoom) by itself: there the canvas comes first, and what
 * somebody shows there says nothing about the wide one.
 */
import { useLocalStorage, useMediaQuery } from "@mantine/hooks"
import { useEffect, useMemo } from "react"
import { useEditor } from "./store"

const NARROW = "(max-width: 900px)"
const ROOM_FOR_COMPONENTS = 1100

export function usePanels() {
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  const [palette, setPalette] = useShown("palette", narrow, window.innerWidth >= ROOM_FOR_COMPONENTS)
  const [settings, setSettings] = useShown("settings", narrow, true)
  const wanted = useEditor((state) => state.wantedField)
  useEffect(() => {
    if (!wanted) return
    setSettings(true)
    if (narrow) setPalette(false)
  }, [wanted, narrow, setSettings, setPalette])
  return useMemo(
    () => ({
      palette,
      togglePalette: () => {
        setPalette(!palette)
        if (narrow && !palette) setSettings(false) // room for one beside the canvas
      },
      settings,
      toggleSettings: () => {
        setSettings(!settings)
        if (narrow && !settings) setPalette(false)
      },
    }),
    [narrow, palette, setPalette, settings, setSettings],
  )
}

function useShown(panel: string, narrow: boolean, unlessTold: boolean) {
  const options = { getInitialValueInEffect: false }
  const wide = useLocalStorage({ key: `hookyard-${panel}`, defaultValue: unlessTold, ...options })
  const small = useLocalStorage({ key: `hookyard-${panel}-narrow`, defaultValue: false, ...options })
  const [shown, setShown] = narrow ? small : wide
  return [shown, setShown] as const
}
