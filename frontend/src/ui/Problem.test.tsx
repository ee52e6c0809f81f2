// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"
import { readProblem } from "../api/problem"
import { ProblemNotice } from "./Problem"

test.each([
  [404, "There is nothing here", false], // asking again finds nothing either
  [400, "This cannot be taken", true],
  [503, "Something went wrong", true],
])("a failure with status %i has a title in plain words", (status, title, again) => {
  const body = { code: "some_code", title: "A phrase of HTTP", detail: "What to do next." }
  const view = render(
    <MantineProvider>
      <ProblemNotice failure={readProblem(status, body, "r1")} retry={() => {}} />
    </MantineProvider>,
  )
  const notice = screen.getByRole("alert")
  expect(notice.textContent).toContain(title)
  expect(notice.textContent).toContain("What to do next.")
  expect(notice.textContent).not.toContain("A phrase of HTTP")
  expect(screen.queryByRole("button", { name: "Try again" }) !== null).toBe(again)
  view.unmount()
})
