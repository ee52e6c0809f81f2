// @vitest-environment jsdom
/** A page as a person uses it: every element, every type of value. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react"
import { useState } from "react"
import { afterEach, describe, expect, it, vi } from "vitest"
import { CONFIG_TYPES, type ConfigVariable } from "../../flow/definition"
import { elementFor } from "../../flow/pages"
import type { PageDeeds, PageState } from "./contract"
import { PageView } from "./PageView"
import { firstOpenPage, pageName, pageProblems } from "./progress"
import { NO_DEEDS, quietState } from "./sample"
import { wordsWith } from "./words"

afterEach(cleanup)

const VARIABLES: ConfigVariable[] = CONFIG_TYPES.map((type) => ({
  key: type,
  name: `The ${type}`,
  type,
  required: true,
  ...(type === "picklist" && { choices: [{ value: "eu", label: "Europe" }, { value: "us" }] }),
  ...(type === "form" && { schema: { properties: { street: { type: "string", title: "Street" } } } }),
  ...(type === "connection" && { service: "shop" }),
}))

const page = { name: "Everything", elements: VARIABLES.map(elementFor) }

/** A page that keeps what is typed, as the wizard does. */
function Kept({ known, deeds, seen }: { known: Partial<PageState>; deeds: Partial<PageDeeds>; seen: unknown[] }) {
  const [values, setValues] = useState<Record<string, unknown>>({})
  const change = (key: string, value: unknown) => {
    seen.push([key, value])
    setValues((before) => ({ ...before, [key]: value }))
  }
  return <PageView state={quietState({ values, ...known })} deeds={{ ...NO_DEEDS, change, ...deeds }} />
}

function show(known: Partial<PageState>, deeds: Partial<PageDeeds> = {}) {
  const seen: [string, unknown][] = []
  render(<Kept known={known} deeds={deeds} seen={seen} />)
  return { last: () => seen.at(-1), seen }
}

const field = (label: string | RegExp) =>
  screen.getByLabelText<HTMLInputElement>(label, { selector: "input, select, textarea" })
const type = (label: string | RegExp, text: string) => fireEvent.change(field(label), { target: { value: text } })
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }))

describe("each type of value", () => {
  it("has a control that gives JSON", () => {
    const { last } = show({ page, variables: VARIABLES })
    type("The string", "main")
    expect(last()).toEqual(["string", "main"])
    type("The number", "12.5")
    expect(last()).toEqual(["number", 12.5])
    type("The number", "12,5")
    expect(last()).toEqual(["number", "12,5"])
    fireEvent.click(screen.getByRole("switch", { name: "The boolean" }))
    expect(last()).toEqual(["boolean", true])
    type("The date", "2026-03-01")
    expect(last()).toEqual(["date", "2026-03-01"])
    type("The picklist", "eu")
    expect(last()).toEqual(["picklist", "eu"])
    click("Add to The list")
    type("The list, entry 1", "a")
    expect(last()).toEqual(["list", ["a"]])
    click("Remove entry 1 of The list")
    expect(last()).toEqual(["list", undefined])
    click("Add to The keyValue")
    type("The keyValue, key 1", "A06")
    type("The keyValue, value 1", "north")
    expect(last()).toEqual(["keyValue", { A06: "north" }])
    type("The object", '{"a": 1}')
    expect(last()).toEqual(["object", { a: 1 }])
    type("The json", "[1]")
    expect(last()).toEqual(["json", [1]])
    type(/^Street/, "Long")
    expect(last()).toEqual(["form", { street: "Long" }])
    type("How often: The schedule", "weekday")
    expect(last()?.[1]).toMatchObject({ cron: "0 9 * * 1-5" })
    expect(screen.getByRole("group", { name: "The connection" })).toBeTruthy()
  })

  it("is marked where it is wrong, for eyes and ears", () => {
    const errors = pageProblems(page, VARIABLES, { string: "ok", number: "12,5", list: ["a", 1] })
    show({ page, variables: VARIABLES, errors, values: { string: "ok", number: "12,5", list: ["a", 1] } })
    const number = screen.getByLabelText("The number")
    expect(number.getAttribute("aria-invalid")).toBe("true")
    const about = document.getElementById(number.getAttribute("aria-describedby") ?? "")
    expect(about?.textContent).toBe("Write a number.")
    expect(screen.getByLabelText("The list, entry 2").getAttribute("aria-invalid")).toBe("true")
    expect(screen.getByLabelText("The string").getAttribute("aria-invalid")).toBeNull()
  })

  it("says what is wrong in the language of the tenant", () => {
    const words = wordsWith({ required: "Bitte ausfüllen.", writeNumber: 7, nonsense: "x" })
    const errors = pageProblems(page, VARIABLES, { number: "x" })
    show({ page, variables: VARIABLES, errors, words })
    expect(screen.getAllByText("Bitte ausfüllen.").length).toBeGreaterThan(5)
    expect(screen.getByText("Write a number.")).toBeTruthy()
  })
})

describe("a picklist that a flow fills", () => {
  const variables: ConfigVariable[] = [{ key: "r", name: "Region", type: "picklist", choicesFrom: { flow: "regions" } }]
  const shown = { page: { name: "P", elements: [elementFor(variables[0] as ConfigVariable)] }, variables }

  it("waits, then offers them", () => {
    show({ ...shown })
    expect(screen.getByRole("combobox").hasAttribute("disabled")).toBe(true)
  })

  it("says why there are none, and tries again", () => {
    const reloadChoices = vi.fn()
    show(
      { ...shown, choices: { r: { state: "failed", choices: [], problem: "The shop said: no." } } },
      { reloadChoices },
    )
    expect(screen.getByRole("alert").textContent).toContain("The shop said: no.")
    click("Try again")
    expect(reloadChoices).toHaveBeenCalledWith("r")
  })

  it("narrows many by what is searched, and keeps the one that is chosen", () => {
    const choices = Array.from({ length: 40 }, (_, at) => ({ value: `v${at}`, label: `Place ${at}` }))
    show({ ...shown, values: { r: "v3" }, choices: { r: { state: "ready", choices } } })
    type("Search Region", "place 17")
    const options = within(screen.getByRole("combobox")).getAllByRole("option")
    expect(options.map((option) => option.textContent)).toEqual(["Choose…", "Place 3", "Place 17"])
  })
})

describe("a connection", () => {
  const variables: ConfigVariable[] = [{ key: "shop", name: "Shop", type: "connection", service: "s", required: true }]
  const shown = { page: { name: "P", elements: [elementFor(variables[0] as ConfigVariable)] }, variables }
  const fields = [
    { key: "user", label: "User name", secret: false },
    { key: "pass", label: "Password", secret: true },
  ]

  it("asks for what the service wants, all of it, and hides what is secret", () => {
    const connect = vi.fn()
    const connections = { shop: { service: "Shop", fields, existing: [], state: "none" as const } }
    show({ ...shown, connections }, { connect })
    expect(screen.getByLabelText("Password").getAttribute("type")).toBe("password")
    type("User name", "ada")
    click("Save and test")
    expect(connect).not.toHaveBeenCalled()
    type("Password", "x")
    click("Save and test")
    expect(connect).toHaveBeenCalledWith("shop", { user: "ada", pass: "x" })
  })

  it("opens the service's own page, or uses a connection that is there", () => {
    const connect = vi.fn()
    const takeConnection = vi.fn()
    const existing = [{ id: "c1", name: "Main shop" }]
    const connections = {
      shop: { service: "Shopify", fields: [], existing, state: "broken" as const, problem: "Denied." },
    }
    show({ ...shown, connections }, { connect, takeConnection })
    expect(screen.getByText("Denied.")).toBeTruthy()
    click("Connect Shopify again")
    expect(connect).toHaveBeenCalledWith("shop", null)
    type("Use a connection you have", "c1")
    expect(takeConnection).toHaveBeenCalledWith("shop", "c1")
  })
})

describe("the webhook", () => {
  const elements = [
    {
      type: "webhookUrl" as const,
      flow: "orders",
      label: "Orders",
      instructions: ["Open **Settings** as {{customer.name}}.", "Paste {{url}}"],
    },
    { type: "lights" as const, flow: "orders" },
  ]
  const url = "https://hooks.example.com/hooks/t/flow/f/token"

  it("shows the URL, its steps, and a tick when it was copied", async () => {
    const writeText = vi.fn().mockResolvedValue(undefined)
    Object.assign(navigator, { clipboard: { writeText } })
    show({ page: { name: "P", elements }, urls: { orders: url } })
    const steps = screen.getAllByRole("listitem").slice(0, 2)
    expect(steps.map((step) => step.textContent)).toEqual(["Open Settings as Northwind.", `Paste ${url}`])
    expect(field("Webhook URL of Orders").value).toBe(url)
    click("Copy")
    expect(await screen.findByRole("button", { name: "Copied" })).toBeTruthy()
    expect(writeText).toHaveBeenCalledWith(url)
  })

  it("turns its lights, and says what to try while they are dark", () => {
    const good = { state: "good" as const }
    const lights = {
      orders: { seen: good, signed: { state: "bad" as const, note: "No signature." }, routed: good, live: true },
    }
    show({ page: { name: "P", elements }, lights })
    expect(screen.getByText("No signature.")).toBeTruthy()
    expect(screen.getAllByText("done")).toHaveLength(2)
    expect(screen.queryByText("It works: events reach you.")).toBeNull()
  })
})

describe("a secret", () => {
  it("is entered once and never shown", () => {
    const enterSecret = vi.fn()
    const elements = [{ type: "secret" as const, scheme: "github" }]
    show({ page: { name: "P", elements }, secret: { state: "none" } }, { enterSecret })
    type("Webhook secret", "  s3cret ")
    click("Save secret")
    expect(enterSecret).toHaveBeenCalledWith("s3cret")
  })

  it("is made here and shown this once", () => {
    const elements = [{ type: "secret" as const, scheme: "github", mode: "show" as const }]
    show({ page: { name: "P", elements }, secret: { state: "kept", shown: "whsec_1" } })
    expect(field("Webhook secret").value).toBe("whsec_1")
    expect(screen.getByText("Copy it now: it is shown this once.")).toBeTruthy()
  })
})

it("knows which page is open still, and what derived pages are called", () => {
  const pages = [page, { name: "", derived: "webhook" as const, elements: [] }]
  expect(firstOpenPage(pages, VARIABLES, {})).toBe(0)
  expect(firstOpenPage(pages, [], {})).toBe(2)
  expect(pages.map((each) => pageName(each, wordsWith()))).toEqual(["Everything", "Webhook"])
})
