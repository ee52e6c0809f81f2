import { expect, it } from "vitest"
import { bytes, othersWords, shortPath, whichWords } from "./words"

it.each([
  ["/hooks/01M80/shared/rXEbLhwcIbOB21S-r0v8VQ", "shared/…v8VQ"],
  ["/hooks/01M80/flow/01F/abcdefgh/orders/7", "flow/…efgh/orders/7"],
  ["/hooks/01M80/subscription/rXEbLhwcIbOB21S-r0v8VQ", "subscription/…v8VQ"],
  ["/restendpoint", "/restendpoint"],
])("shortens %s to %s", (path, short) => {
  expect(shortPath(path)).toBe(short)
})

it.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1536, "1.5 kB"],
  [2 * 1024 * 1024, "2.0 MB"],
])("spells %i bytes as %s", (size, words) => {
  expect(bytes(size)).toBe(words)
})

it("counts the others", () => {
  expect([othersWords(1, false), othersWords(41, false), othersWords(1000, true)]).toEqual([
    "1 other",
    "41 others",
    "1,000 or more others",
  ])
})

it("means the inbox unless a status is named, and nothing that was refused", () => {
  expect(whichWords(undefined)).toContain("wait in the inbox")
  expect(whichWords("accepted")).toContain("All accepted ones")
  expect(whichWords("refused")).toBeNull()
})
