/** For tests: components as the server describes them, cut down to what the editor reads. */
import type { Component } from "../api/types"
import type { Definition } from "../flow/definition"
import { createEditorStore, type EditorStore } from "./store"

function component(key: string, part: Partial<Component> = {}): Component {
  return {
    key,
    title: key,
    summary: "",
    docs: "",
    kind: "action",
    group: "Logic",
    icon: "puzzle",
    inputs: { type: "object", properties: {} },
    example: {},
    synonyms: [],
    effect: false,
    resultsExample: null,
    connector: "",
    ...part,
  }
}

export const COMPONENTS: readonly Component[] = [
  component("webhook", {
    title: "Webhook",
    kind: "trigger",
    group: "Triggers",
    resultsExample: { body: { data: { id: 7 } } },
  }),
  component("code", {
    title: "Code",
    synonyms: ["javascript"],
    inputs: { type: "object", properties: { code: { type: "string", default: "return" } }, required: ["code"] },
  }),
  component("branch.value", { title: "Branch on value", synonyms: ["if", "switch"] }),
  component("loop", { title: "Loop", kind: "container", synonyms: ["for each"] }),
  component("loop.break", { title: "Break loop", synonyms: ["exit"] }),
  component("log", { title: "Log", group: "Data", summary: "Writes a line." }),
]

export function openEditor(document: Definition): EditorStore {
  return createEditorStore({ document, components: COMPONENTS })
}
