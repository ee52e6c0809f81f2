// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { cleanup, render, screen, waitFor } from "@testing-library/react"
import { createMemoryRouter, RouterProvider } from "react-router"
import { afterEach, expect, it, vi } from "vitest"
import { RouteFailure } from "./RouteFailure"

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** A page whose chunk cannot be had, of a server that answers or not. */
function open(world: { server: boolean }) {
  vi.stubGlobal("fetch", async () => {
    if (!world.server) throw new TypeError("Failed to fetch")
    return new Response('{"status":"ok"}', { headers: { "Content-Type": "application/json" } })
  })
  const reload = vi.fn()
  const lazy = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module: /a.js"))
  const router = createMemoryRouter([
    {
      errorElement: <RouteFailure reload={reload} />,
      hydrateFallbackElement: <p>Loading</p>,
      children: [{ path: "/", lazy }],
    },
  ])
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return reload
}

it("says that there is no connection, and loads the page once there is one", { timeout: 20_000 }, async () => {
  const world = { server: false }
  const reload = open(world)
  await screen.findByText("No connection")
  expect(reload).not.toHaveBeenCalled()
  world.server = true
  await waitFor(() => expect(reload).toHaveBeenCalledOnce(), { timeout: 15_000 })
})

it("says that it was updated where the server answers, and leaves it to the reader to load it", async () => {
  const reload = open({ server: true })
  await screen.findByText("Hookyard was updated")
  expect(reload).not.toHaveBeenCalled()
})
