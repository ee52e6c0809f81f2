// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest"
import { chain, integration } from "../../flow/fixtures"
import { openEditor } from "../fixtures"
import type { EditorPage } from "./command"
import { entriesOf, rememberEntry, searchEntries, withRecent } from "./entries"

const page = { integrationId: "1", palette: true, testing: false } as EditorPage
const other = { ...chain("log_9"), key: "stock", name: "Update stock" }
const branch = { id: "branch_1", name: "By kind", component: "branch.value" }
const store = openEditor(integration({ ...chain("a"), steps: [...chain("a").steps, branch] }, other))
const entries = () => entriesOf(store.getState(), page, [{ to: "/requests", label: "Requests" }])
const titles = (search: string) => searchEntries(entries(), search).map(({ title, detail }) => `${title} (${detail})`)

beforeEach(() => {
  localStorage.clear()
  store.getState().select([])
  store.setState({ readOnly: false })
})

describe("the command palette", () => {
  it.each([
    ["a synonym", "if", "Add Branch on value (Logic)"],
    ["a step by its name", "by kind", "Go to By kind (Main › branch_1)"],
    ["a step of another flow by its label", "log_9", "Go to Code (Update stock › log_9)"],
    ["a flow", "update", "Go to Update stock (Flow)"],
    ["a place", "requests", "Go to Requests (Place)"],
    ["another word for a command", "shortcuts", "Show all keys (Help)"],
    ["words in any order", "flow whole", "Show the whole flow (View)"],
  ])("finds %s first", (_what, search, first) => {
    expect(titles(search)[0]).toBe(first)
  })

  it("finds nothing that is not there", () => {
    expect(titles("zebra")).toEqual([])
  })

  it("offers only what can be done now", () => {
    const names = () => entries().map(({ id }) => id)
    expect(names()).not.toContain("duplicate")
    store.getState().select(["a"])
    expect(names()).toContain("duplicate")
    store.setState({ readOnly: true })
    expect(names()).not.toContain("duplicate")
    expect(names()).not.toContain("add code")
    expect(names()).toContain("copy")
  })

  it("prints the key of each command", () => {
    expect(entries().find(({ id }) => id === "commands")).toBeUndefined()
    expect(entries().find(({ id }) => id === "find")?.keys).toBe("Mod+F")
  })

  it("lists first what was used lately, the last first, and forgets what is gone", () => {
    for (const id of ["fit", "step main gone", "flow stock"]) rememberEntry(id)
    const { recent, others } = withRecent(entries())
    expect(recent.map(({ id }) => id)).toEqual(["flow stock", "fit"])
    expect(others.map(({ id }) => id)).not.toContain("fit")
  })
})
