import { expect, it } from "vitest"
import { contrast, themeColours } from "./theme"

const rgb = (hex: string | undefined) =>
  [1, 3, 5].map((at) => Number.parseInt((hex ?? "").slice(at, at + 2), 16)) as [number, number, number]

const ACCENTS = [
  "#000000",
  "#ffffff",
  "#ffff00",
  "#ff0000",
  "#00ff00",
  "#0000ff",
  "#808080",
  "#767676",
  "#f97316",
  "#123456",
]
const SURFACES = { light: "#ffffff", dark: "#191d26" } as const

it.each(ACCENTS.flatMap((accent) => [[accent, "light"] as const, [accent, "dark"] as const]))(
  "%s stays readable on %s",
  (accent, scheme) => {
    const colours = themeColours(accent, scheme)
    const surface = rgb(SURFACES[scheme])
    expect(contrast(rgb(colours["--wz-on-accent"]), rgb(colours["--wz-accent"]))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(colours["--wz-accent"]), surface)).toBeGreaterThanOrEqual(2.95)
    expect(contrast(rgb(colours["--wz-accent-text"]), surface)).toBeGreaterThanOrEqual(4.4)
  },
)

it("keeps an accent that is readable, and takes ours for one that is no colour", () => {
  expect(themeColours("#4650c4", "light")["--wz-accent"]).toBe("#4650c4")
  expect(themeColours("red; background: url(x)", "light")).toEqual(themeColours(null, "light"))
})
