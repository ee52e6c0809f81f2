// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { cleanup, render, screen, waitFor } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import { FormDialog } from "./FormDialog"

afterEach(cleanup)

const open = (children: React.ReactNode) =>
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <FormDialog title="Deploy" action="Deploy" submit={async () => {}} close={() => {}}>
          {children}
        </FormDialog>
      </QueryClientProvider>
    </MantineProvider>,
  )

test.each([
  ["its first field that can be filled in", <input key="a" disabled />, <input key="b" aria-label="Name" />, "Name"],
  ["the one that asks for it", <input key="a" />, <input key="b" aria-label="Code" data-autofocus />, "Code"],
])("the focus goes to %s, not to the cross that closes the dialog", async (_, first, second, label) => {
  open([first, second])
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(label)))
})

test("a question without fields has it on the button that changes nothing", async () => {
  open("Pause it?")
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"))
})
