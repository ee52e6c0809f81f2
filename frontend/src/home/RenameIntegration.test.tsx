// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { fireEvent, render, screen, waitFor } from "@testing-library/react"
import { afterEach, expect, it, vi } from "vitest"
import type { Integration } from "../api/types"
import { RenameIntegration } from "./RenameIntegration"

// What a field that grows with its text listens to, and jsdom has not.
Object.defineProperty(document, "fonts", { value: new EventTarget() })

afterEach(() => vi.unstubAllGlobals())

it("changes the name and the description, and says that URLs stay", async () => {
  const sent: [string, unknown][] = []
  vi.stubGlobal("fetch", async (path: string, { body }: { body: string }) => {
    sent.push([path, JSON.parse(body)])
    return new Response("{}", { headers: { "Content-Type": "application/json" } })
  })
  const close = vi.fn()
  const integration = { id: "I1", key: "shop", name: "Shop", description: "Orders" } as Integration
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <RenameIntegration integration={integration} close={close} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  expect(screen.getByText(/stay as they are/).textContent).toContain("shop")
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Web shop" } })
  fireEvent.click(screen.getByRole("button", { name: "Save" }))
  await waitFor(() => expect(close).toHaveBeenCalled())
  expect(sent).toEqual([["/api/integrations/I1", { name: "Web shop", description: "Orders" }]])
})
