/**
 * The tenant's colours made readable: one accent becomes the few colours that are drawn with, for light and dark.
 *
 * For: contrast of at least 4.5 whatever accent somebody chose. Pure.
 */
import type { Theme } from "./contract"

export const USUAL_ACCENT = "#4650c4"

type Rgb = readonly [number, number, number]

const SURFACE = { light: [255, 255, 255], dark: [25, 29, 38] } as const satisfies Record<string, Rgb>
const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]
const READABLE = 4.5
const VISIBLE = 3

/** Custom properties for the root of the wizard. */
export function themeColours(accent: string | null | undefined, scheme: "light" | "dark"): Record<string, string> {
  const given = read(accent) ?? (read(USUAL_ACCENT) as Rgb)
  const surface = SURFACE[scheme]
  const away = scheme === "light" ? BLACK : WHITE
  // A button must stand out from the page, words must be read; whatever white cannot be read on, black can.
  const fill = until(given, away, (one) => contrast(one, surface) >= VISIBLE)
  return {
    "--wz-accent": hex(fill),
    "--wz-on-accent": hex(contrast(fill, WHITE) >= READABLE ? WHITE : BLACK),
    "--wz-accent-text": hex(until(given, away, (one) => contrast(one, surface) >= READABLE)),
    "--wz-accent-soft": hex(mixed(surface, given, scheme === "light" ? 0.08 : 0.2)),
  }
}

/** The scheme that counts, given what the system wants. */
export const schemeOf = ({ scheme }: Pick<Theme, "scheme">, systemIsDark: boolean): "light" | "dark" =>
  scheme === "system" ? (systemIsDark ? "dark" : "light") : scheme

function read(text: string | null | undefined): Rgb | null {
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text ?? "")
  return found ? [hexed(found[1]), hexed(found[2]), hexed(found[3])] : null
}

const hexed = (text = "0"): number => Number.parseInt(text, 16)

const hex = (colour: Rgb): string => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`

const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
]

function until(colour: Rgb, towards: Rgb, fits: (colour: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const one = mixed(colour, towards, share)
    if (fits(one)) return one
  }
  return towards
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
