// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { cleanup, render, screen } from "@testing-library/react"
import { MemoryRouter } from "react-router"
import { afterEach, expect, it, vi } from "vitest"
import { api } from "../api/client"
import { LoginPage } from "./LoginPage"

const NOBODY = { user: null, tenants: [], suspended: [], csrfToken: "c", setupNeeded: false }

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function open() {
  vi.stubGlobal("fetch", async (path: string) =>
    path === "/api/session"
      ? new Response(JSON.stringify(NOBODY), { headers: { "Content-Type": "application/json" } })
      : new Response('{"code":"not_signed_in"}', { status: 401, headers: { "Content-Type": "application/json" } }),
  )
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <LoginPage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return screen.findByRole("button", { name: "Sign in" })
}

it("tells whoever was signed out in the middle of it, and nobody who only comes", async () => {
  await open()
  expect(screen.queryByText(/You were signed out/)).toBeNull()
  cleanup()
  await api.get("/api/customers").catch(() => null) // a page asks on, and hears that it may not
  await open()
  expect(screen.getByText(/You were signed out.*edits of drafts are kept/)).not.toBeNull()
})
