import { describe, expect, it } from "vitest"
import { lookup, type Missing } from "../../flow/lookup"
import { mended } from "./mending"

const found = lookup({ a: { results: { name: 1 } } }, "a.results.nme")
const missing = found && !found.found ? found.missing : ({} as Missing)

describe("taking the nearest key", () => {
  it("changes a reference, and every placeholder that says the same", () => {
    expect(mended({ reference: "a.results.nme" }, missing)).toEqual({ reference: "a.results.name" })
    expect(mended({ template: "{{ a.results.nme }} {{a.results.nme}} {{a.results.nmes}}" }, missing)).toEqual({
      template: "{{a.results.name}} {{a.results.name}} {{a.results.nmes}}",
    })
  })

  it("goes into lists and objects, and leaves all else as it is", () => {
    const input = { object: { x: { list: [{ reference: "a.results.nme" }, { value: "a.results.nme" }] } } }
    expect(mended(input, missing)).toEqual({
      object: { x: { list: [{ reference: "a.results.name" }, { value: "a.results.nme" }] } },
    })
  })

  it("does nothing where nothing is near", () => {
    expect(mended({ reference: "a.results.zzz" }, { ...missing, mended: null })).toEqual({ reference: "a.results.zzz" })
  })
})
