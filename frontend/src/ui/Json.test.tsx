// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import { Json } from "./Json"

const show = (value: unknown) =>
  render(
    <MantineProvider>
      <Json value={value} />
    </MantineProvider>,
  )

afterEach(cleanup)

test("an id is whole however deep it stands, and null is written as JSON has it", () => {
  const id = "01a20733-56cf-3b0b-85ae-a7da8c64b1fe"
  const { container } = show({ subscription: { id, externalId: null } })
  expect(container.textContent).toContain(`"${id}"`)
  expect(container.textContent).toContain("null")
  expect(container.textContent).not.toContain("NULL")
})

test("a long text is cut, and a button that the keyboard reaches shows the rest", () => {
  const text = "x".repeat(1600)
  const { container } = show({ body: { text } })
  expect(container.textContent).not.toContain(text)
  fireEvent.click(screen.getByRole("button", { name: "1,482 more" }))
  expect(container.textContent).toContain(text)
  fireEvent.click(screen.getByRole("button", { name: "less" }))
  expect(container.textContent).not.toContain(text)
})
