// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { cleanup, render, screen } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import { readProblem } from "../api/problem"
import { ProblemNotice } from "./Problem"

const show = (failure: unknown) =>
  render(
    <MantineProvider>
      <ProblemNotice failure={failure} retry={() => {}} />
    </MantineProvider>,
  )

afterEach(cleanup)

test.each([
  [404, "There is nothing here", false], // asking again finds nothing either
  [400, "This cannot be taken", true],
  [503, "Something went wrong", true],
])("a failure with status %i has a title in plain words", (status, title, again) => {
  const body = { code: "some_code", title: "A phrase of HTTP", detail: "What to do next." }
  show(readProblem(status, body, "r1"))
  const notice = screen.getByRole("alert")
  expect(notice.textContent).toContain(title)
  expect(notice.textContent).toContain("What to do next.")
  expect(notice.textContent).not.toContain("A phrase of HTTP")
  expect(screen.queryByRole("button", { name: "Try again" }) !== null).toBe(again)
})

test("each field is called as in the form, and what was said once is not said again", () => {
  const taken = "Another customer is known as northwind."
  const errors = [
    { field: "externalId", message: "At most 200 characters.", code: "max_length" },
    { field: "aliases[1]", message: "This is empty.", code: "blank" },
    { field: "externalId", message: taken, code: "external_id_taken" },
  ]
  show(readProblem(409, { code: "external_id_taken", detail: taken, errors }, null))
  const listed = screen.getAllByRole("listitem").map((item) => item.textContent)
  expect(listed).toEqual(["External id: At most 200 characters.", "aliases[1]: This is empty."])
  expect(screen.getAllByText(taken)).toHaveLength(1)
})
