import { expect, test } from "vitest"
import { waitWords } from "./waiting"

test("a wait says why and, where that is known, until when", () => {
  const why = { code: "lane_held", message: "Its lane is on hold.", until: null, behind: null } as const
  expect(waitWords(why)).toBe("Its lane is on hold.")
  expect(waitWords({ ...why, until: "2026-03-01T12:00:00Z" })).toMatch(/^Its lane is on hold\. Until .*2026/)
})
