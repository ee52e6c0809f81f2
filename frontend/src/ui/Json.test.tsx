// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, expect, test, vi } from "vitest"
import { Json } from "./Json"

afterEach(cleanup)

const lines = () => screen.getAllByRole("treeitem")
const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement as Element, { key, ...more })

test("an id of usual length is shown in full, on every level", () => {
  const id = "E865298B-A3EC-4D17-B410-5FDFC8861BA7"
  render(<Json value={{ data: [{ txid: id }] }} />)
  expect(screen.getByRole("tree").textContent).toContain(`"txid":"${id}"`)
})

test("what is very long is cut, says by how much, and is shown when asked for", () => {
  render(<Json value={{ raw: "x".repeat(1240) }} />)
  fireEvent.click(screen.getByRole("button", { name: "and 1,000 more characters" }))
  expect(screen.getByRole("tree").textContent).toContain(`"${"x".repeat(1240)}"`)
})

test("the keys of a tree walk it, fold it and copy from it", () => {
  const writeText = vi.fn(() => Promise.resolve())
  vi.stubGlobal("navigator", { clipboard: { writeText } })
  render(<Json value={{ order: { id: 7 }, note: "two\nlines" }} />)
  lines()[0]?.focus()
  press("ArrowDown")
  expect(document.activeElement?.textContent).toContain('"order"')
  press("ArrowLeft")
  expect(document.activeElement?.getAttribute("aria-expanded")).toBe("false")
  expect(lines()).toHaveLength(3)
  press("c", { ctrlKey: true })
  expect(writeText).toHaveBeenLastCalledWith('{\n  "id": 7\n}')
  press("End")
  press("c", { ctrlKey: true })
  expect(writeText).toHaveBeenLastCalledWith("two\nlines")
  vi.unstubAllGlobals()
})
