// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { act, render, screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { lazyPart } from "./lazyPart"

/** A chunk that can be had or not, as a connection comes and goes. */
function chunk() {
  const state = { online: false, asked: 0 }
  const load = async () => {
    state.asked += 1
    if (!state.online) throw new TypeError("Failed to fetch dynamically imported module")
    return ({ text }: { text: string }) => <p>{text}</p>
  }
  return { state, load }
}

const show = async (part: React.ReactNode) => {
  await act(async () => {
    render(<MantineProvider>{part}</MantineProvider>)
  })
}

describe("a part that comes as a chunk of its own", () => {
  it("says in its place that it cannot be had, and comes when the connection is back", async () => {
    const { state, load } = chunk()
    const Part = lazyPart(load)
    await show(<Part text="the form" />)
    expect(screen.getByRole("alert").textContent).toContain("could not be loaded")
    state.online = true
    await act(async () => {
      window.dispatchEvent(new Event("online"))
    })
    expect(screen.getByText("the form")).toBeDefined()
    expect(screen.queryByRole("alert")).toBeNull()
  })

  it("comes when asked again", async () => {
    const { state, load } = chunk()
    const Part = lazyPart(load)
    await show(<Part text="the bench" />)
    state.online = true
    await act(async () => {
      screen.getByRole("button", { name: "Try again" }).click()
    })
    expect(screen.getByText("the bench")).toBeDefined()
  })

  it("is there at once when it was fetched before", async () => {
    const { state, load } = chunk()
    state.online = true
    const Part = lazyPart(load, <p>waiting</p>)
    await act(async () => Part.preload())
    state.online = false
    await show(<Part text="the list" />)
    expect([screen.queryByText("waiting"), state.asked]).toEqual([null, 1])
    expect(screen.getByText("the list")).toBeDefined()
  })
})
