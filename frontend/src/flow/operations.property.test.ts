/** Whatever is done to whatever integration: it can be undone, it breaks nothing, and it never throws or mutates. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { anyIntegration } from "./arbitrary/documents"
import { aimed, anyOperation } from "./arbitrary/edits"
import { runs } from "./arbitrary/names"
import { record, redo, startHistory, undo } from "./history"
import { apply } from "./operations"
import { troublesOf } from "./soundness"

/** Each with whether it is aimed at what is there. */
const edits = fc.array(fc.tuple(anyOperation, fc.boolean()), { maxLength: 14 })

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

describe("any edits of any integration", PATIENT, () => {
  it("begin with a sound one", () => {
    fc.assert(
      fc.property(anyIntegration, (document) => {
        expect(troublesOf(document)).toEqual([])
      }),
      runs(100),
    )
  })

  it("never throw, mutate nothing and leave a sound integration", () => {
    fc.assert(
      fc.property(anyIntegration, edits, (document, operations) => {
        let now = frozen(document)
        for (const [operation, aims] of operations) {
          now = frozen(apply(now, frozen(aims ? aimed(now, operation) : operation)))
          expect(troublesOf(now)).toEqual([])
        }
      }),
      runs(250),
    )
  })

  it("undone to the last give the first document, redone the last", () => {
    fc.assert(
      fc.property(anyIntegration, edits, fc.array(fc.boolean()), (document, operations, bursts) => {
        const first = structuredClone(document)
        let history = startHistory(document)
        operations.forEach(([operation, aims], at) => {
          const now = history.present.document
          const entry = {
            document: apply(now, aims ? aimed(now, operation) : operation),
            label: "",
            focus: { flow: null, steps: [] },
          }
          history = record(history, entry, at, bursts[at] ? "typing" : null)
        })
        const last = structuredClone(history.present.document)
        const entries = history.past.length
        for (let left = entries; left > 0; left -= 1) history = undo(history)
        expect(history.present.document).toEqual(first)
        expect(history.past).toEqual([])
        for (let left = entries; left > 0; left -= 1) history = redo(history)
        expect(history.present.document).toEqual(last)
        expect(history.future).toEqual([])
      }),
      runs(100),
    )
  })
})
