import { expect, it } from "vitest"
import { isOutside } from "./nextPage"
import { refusalOf } from "./refusals"

it("a refusal of single sign-on is said in words, also one that is not known yet", () => {
  expect(refusalOf("?refused=no_account")).toContain("Ask an owner to invite you")
  expect(refusalOf("?refused=<b>")).toBe("Single sign-on did not work. Try again.")
  expect(refusalOf("?next=/")).toBeNull()
})

it.each([
  ["/admin/", true],
  ["/admin/designer/user/", true],
  ["/api/docs", true],
  ["/administration", false],
  ["/", false],
])("%s is a page of the server's own: %s", (path, outside) => {
  expect(isOutside(path)).toBe(outside)
})
