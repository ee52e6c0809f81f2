// @vitest-environment jsdom
import { MantineProvider, TagsInput, TextInput } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react"
import { useState } from "react"
import { afterEach, expect, it, vi } from "vitest"
import { type FieldError, readProblem } from "../api/problem"
import { Field } from "./ApiForm"
import { FormDialog } from "./FormDialog"

afterEach(cleanup)

const refusal = (...errors: Omit<FieldError, "code">[]) =>
  readProblem(
    400,
    { code: "input_invalid", detail: "See errors.", errors: errors.map((e) => ({ ...e, code: "x" })) },
    null,
  )

function Dialog({ submit, close }: { submit: () => Promise<unknown>; close: () => void }) {
  const [name, setName] = useState("Shop")
  const [tags, setTags] = useState(["a", "b"])
  return (
    <FormDialog title="New" action="Create" submit={submit} close={close}>
      <Field name="name">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field name="aliases">
        <TagsInput label="Aliases" value={tags} onChange={setTags} />
      </Field>
      <Field name="settings.url">
        <TextInput label="URL" />
      </Field>
    </FormDialog>
  )
}

function open(submit: () => Promise<unknown>) {
  const close = vi.fn()
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Dialog submit={submit} close={close} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return close
}

const send = () => fireEvent.click(screen.getByRole("button", { name: "Create" }))
const field = (label: string) => screen.getByLabelText(label, { selector: "input" })

/** What a screen reader reads with the field. */
const describedAs = (input: HTMLElement) =>
  (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent)
    .join(" ")

it("says each refusal at its field alone, and goes to the first", async () => {
  const refused = refusal(
    { field: "settings.url", message: "Use https." },
    { field: "aliases[1]", message: "This is empty." },
  )
  open(() => Promise.reject(refused))
  send()
  await waitFor(() => expect(document.activeElement).toBe(field("Aliases")))
  expect(describedAs(field("Aliases"))).toContain("Entry 2: This is empty.")
  expect(describedAs(field("URL"))).toContain("Use https.")
  expect(field("URL").getAttribute("aria-invalid")).toBe("true")
  expect(field("Name").getAttribute("aria-invalid")).toBeNull()
  expect(screen.getAllByText(/Use https/)).toHaveLength(1)
  expect(screen.queryByText("See errors.")).toBeNull()
})

it("says below the form what belongs to no field of it", async () => {
  open(() => Promise.reject(refusal({ field: "name", message: "Taken." }, { field: "plan", message: "Too small." })))
  send()
  const notice = (await screen.findByText("See errors.")).closest("[role=alert]")
  expect(notice?.textContent).toContain("Plan: Too small.")
  expect(notice?.textContent).not.toContain("Taken.")
  expect(describedAs(field("Name"))).toContain("Taken.")
})

it("takes a refusal back when its value is changed, and tells it again when it is refused again", async () => {
  open(() => Promise.reject(refusal({ field: "name", message: "Taken." })))
  send()
  await screen.findByText("Taken.")
  fireEvent.change(field("Name"), { target: { value: "Shop 2" } })
  expect(screen.queryByText("Taken.")).toBeNull()
  send()
  await screen.findByText("Taken.")
})

it("is sent once by a double click, and again after a failure", async () => {
  const answers: ((failure: Error) => void)[] = []
  const submit = vi.fn(() => new Promise((_, reject) => answers.push(reject)))
  open(submit)
  send()
  send()
  await waitFor(() => expect(submit).toHaveBeenCalledTimes(1))
  await act(async () => answers[0]?.(new Error("No.")))
  await screen.findByText("No.")
  send()
  await waitFor(() => expect(submit).toHaveBeenCalledTimes(2))
})

it("stays while it is sent when Escape is pressed, and closes once when it is through", async () => {
  let through = () => {}
  const close = open(() => new Promise<void>((resolve) => (through = resolve)))
  send()
  await waitFor(() => expect(screen.getByRole("button", { name: "Create" }).dataset.loading).toBe("true"))
  fireEvent.keyDown(document.body, { key: "Escape" })
  expect(close).not.toHaveBeenCalled()
  await act(async () => through())
  await waitFor(() => expect(close).toHaveBeenCalledTimes(1))
})
