import { describe, expect, it } from "vitest"
import { clipToText, copySteps, pasteClip } from "./clipboard"
import { clipFromText } from "./clipReading"
import { type Flow, findStep } from "./definition"
import { chain, loadIntegration } from "./fixtures"

const inventory = () => loadIntegration("acme_erp").flows[0] as Flow

describe("copy and paste", () => {
  it("survives the trip through text", () => {
    const clip = copySteps(inventory(), new Set(["webhook_1", "loop_1"]))
    expect(clipFromText(clipToText(clip))).toEqual(clip)
  })

  it("works from a chat that added a code fence", () => {
    const clip = copySteps(inventory(), new Set(["webhook_1"]))
    expect(clipFromText(`\`\`\`json\n${clipToText(clip)}\n\`\`\``)).toEqual(clip)
  })

  it.each([
    ["other JSON", '{"steps": []}'],
    ["words", "hello"],
    ["a broken step", '{"format": "hookyard/steps", "steps": [{"id": 1}]}'],
    [
      "a layout that is no layout",
      '{"format": "hookyard/steps", "steps": [{"id": "a", "component": "log"}], "layout": {"a": 1}}',
    ],
    [
      "links that are no links",
      '{"format": "hookyard/steps", "steps": [{"id": "a", "component": "log"}], "links": [null]}',
    ],
  ])("does not take %s for steps", (_what, text) => {
    expect(clipFromText(text)).toBeNull()
  })

  it("renumbers labels; inner references follow, outer ones stay", () => {
    const flow = inventory()
    const pasted = pasteClip(flow, null, copySteps(flow, new Set(["loop_1"])), { x: 0, y: 400 })
    expect(findStep(pasted, "loop_2")?.steps?.[0]?.inputs?.message).toEqual({
      template:
        "{{loop_2.currentItem.state}} {{loop_2.currentItem.quantity}} x {{loop_2.currentItem.item}} in {{#Warehouse}}",
    })
    expect(findStep(pasted, "log_2")).toBeDefined()
    expect(findStep(pasted, "loop_2")?.inputs?.items).toEqual({ reference: "code_1.results" })
  })

  it("keeps the shape of the copied group at the new place", () => {
    const clip = copySteps(chain("a", "b"), new Set(["a", "b"]))
    const pasted = pasteClip(chain("a", "b"), null, clip, { x: 100, y: 200 })
    expect(pasted.layout?.a_1).toEqual({ x: 100, y: 200 })
    expect(pasted.layout?.b_1).toEqual({ x: 420, y: 200 })
    expect(pasted.links).toContainEqual({ from: "a_1", to: "b_1" })
  })

  it("copies steps inside a container with their links", () => {
    const inner = { id: "loop_1", component: "loop", steps: chain("x", "y").steps, links: chain("x", "y").links }
    const clip = copySteps({ ...chain("a"), steps: [inner] }, new Set(["x", "y"]))
    expect(clip.links).toEqual([{ from: "x", to: "y" }])
  })
})
