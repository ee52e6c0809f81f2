// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core"
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react"
import { useState } from "react"
import { afterEach, expect, it } from "vitest"
import { Dialog } from "./Dialog"

afterEach(cleanup)

function Page({ busy = false, inMenu = false }: { busy?: boolean; inMenu?: boolean }) {
  const [step, setStep] = useState(0)
  const open = () => setStep(1)
  return (
    <MantineProvider env="test">
      {inMenu ? (
        <>
          <button type="button" id="more">
            More
          </button>
          {step === 0 && (
            <div role="menu" aria-labelledby="more">
              <button type="button" role="menuitem" onClick={open}>
                Open
              </button>
            </div>
          )}
        </>
      ) : (
        <button type="button" onClick={open}>
          Open
        </button>
      )}
      {step === 1 && (
        <Dialog key="first" title="First" busy={busy} onClose={() => setStep(0)}>
          <button type="button" onClick={() => setStep(2)}>
            Next
          </button>
        </Dialog>
      )}
      {step === 2 && <Dialog key="second" title="Second" onClose={() => setStep(0)} />}
    </MantineProvider>
  )
}

const press = (role: string, name: string) => {
  const control = screen.getByRole(role, { name })
  control.focus()
  fireEvent.click(control)
}
const pressEscape = () => fireEvent.keyDown(document.body, { key: "Escape" })
const focused = () => document.activeElement?.textContent

it("gives the focus back to what it was opened from", async () => {
  render(<Page />)
  press("button", "Open")
  screen.getByRole("dialog").focus()
  pressEscape()
  await waitFor(() => expect(focused()).toBe("Open"))
})

it("gives it back to the button of a menu, whose entries are gone by then", async () => {
  render(<Page inMenu />)
  press("menuitem", "Open")
  pressEscape()
  await waitFor(() => expect(focused()).toBe("More"))
})

it("gives it back to where the first was opened from when one follows another", async () => {
  render(<Page />)
  press("button", "Open")
  press("button", "Next")
  screen.getByRole("dialog", { name: "Second" })
  pressEscape()
  await waitFor(() => expect(focused()).toBe("Open"))
})

it("stays at Escape while something is under way", () => {
  render(<Page busy />)
  press("button", "Open")
  pressEscape()
  expect(screen.queryByRole("dialog")).not.toBeNull()
})
