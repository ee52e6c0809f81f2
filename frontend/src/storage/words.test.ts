import { expect, test } from "vitest"
import { sizeWords } from "./words"

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1500, "1.5 kB"],
  [12_400_000, "12 MB"],
  [3_000_000_000, "3.0 GB"],
  [5e16, "50000 TB"],
])("%d reads %s", (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
