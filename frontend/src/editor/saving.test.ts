import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { ApiProblem, unreachable } from "../api/problem"
import type { Draft } from "../api/types"
import type { Definition } from "../flow/definition"
import { chain, integration } from "../flow/fixtures"
import { openEditor } from "./fixtures"
import { type Backup, createSaver, openSaver } from "./saving"
import { documentOf } from "./store"

/** A server that keeps one draft, as ours does: a save must name the newest revision. */
class Server {
  definition: Definition
  revision = 1
  saves = 0
  refuse: (() => ApiProblem) | null = null

  constructor(definition: Definition) {
    this.definition = definition
  }

  put = async (definition: Definition, revision: number): Promise<Draft> => {
    this.saves += 1
    if (this.refuse) throw this.refuse()
    if (revision !== this.revision) {
      const extra = { revision: this.revision, definition: this.definition }
      throw new ApiProblem(409, "revision_stale", "Stale", "", null, [], [], extra)
    }
    this.definition = definition
    this.revision += 1
    return {
      definition,
      revision: this.revision,
      problems: [],
      updatedAt: "",
      updatedBy: null,
      draftUrl: "",
      sampleUrl: null,
    }
  }
}

class Drawer implements Backup {
  kept: { definition: Definition; revision: number } | null = null
  keep = (definition: Definition, revision: number) => {
    this.kept = { definition, revision }
  }
  read = () => this.kept
  drop = () => {
    this.kept = null
  }
}

function open() {
  const document = integration(chain("a", "b"))
  const store = openEditor(document)
  const server = new Server(document)
  const backup = new Drawer()
  const saver = createSaver({ store, revision: 1, put: server.put, backup })
  const type = (name: string) =>
    store
      .getState()
      .edit({ kind: "setStepField", flow: "main", step: "a", field: "name", value: name }, { label: "Name" })
  const status = () => saver.status.getState().status.kind
  const savedName = () => server.definition.flows[0]?.steps[0]?.name
  return { store, server, backup, saver, type, status, savedName }
}

const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe("saving the draft", () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("waits for a quiet moment, then saves once", async () => {
    const { server, type, status, savedName } = open()
    type("x")
    await later(300)
    type("xy")
    await later(500)
    expect([server.saves, status()]).toEqual([0, "waiting"])
    await later(200)
    expect([server.saves, status(), savedName()]).toEqual([1, "saved", "xy"])
  })

  it("saves what was typed while a save was under way", async () => {
    const { server, saver, type, status, savedName } = open()
    type("x")
    const first = saver.flush()
    type("xyz")
    await first
    expect([savedName(), server.revision, status()]).toEqual(["xyz", 3, "saved"])
  })

  it("keeps the edits while offline, and saves them when the server is back", async () => {
    const { server, backup, type, status, savedName } = open()
    server.refuse = unreachable
    type("x")
    await later(700)
    expect([status(), backup.kept?.definition.flows[0]?.steps[0]?.name]).toEqual(["offline", "x"])
    server.refuse = null
    await later(1100)
    expect([status(), savedName(), backup.kept]).toEqual(["saved", "x", null])
  })

  it("never writes over a newer draft by itself", async () => {
    const { server, type, status, savedName } = open()
    server.revision = 5
    type("mine")
    await later(700)
    type("mine again")
    await later(5000)
    expect([status(), savedName(), server.saves]).toEqual(["stale", undefined, 1])
  })

  it("writes over it when told to, and undo brings theirs back", async () => {
    const { store, server, saver, type, status, savedName } = open()
    server.definition = integration({ ...chain("theirs"), key: "main" })
    server.revision = 5
    type("mine")
    await later(700)
    await saver.keepMine()
    expect([status(), savedName(), server.revision]).toEqual(["saved", "mine", 6])
    store.getState().undo()
    expect(store.getState().steps.theirs?.id).toBe("theirs")
  })

  it("loads the newer draft when told to, and undo brings ours back", async () => {
    const { store, server, saver, type, status } = open()
    server.definition = integration({ ...chain("theirs"), key: "main" })
    server.revision = 5
    type("mine")
    await later(700)
    saver.takeTheirs()
    expect([status(), store.getState().steps.theirs?.id]).toEqual(["saved", "theirs"])
    store.getState().undo()
    expect(documentOf(store.getState()).flows[0]?.steps[0]?.name).toBe("mine")
    await later(700)
    expect(server.revision).toBe(6)
  })

  it("says why the server refuses, and tries again with the next edit", async () => {
    const { server, type, status, savedName } = open()
    server.refuse = () => new ApiProblem(400, "definition_malformed", "Malformed", "A name is missing.", null)
    type("")
    await later(60_000)
    expect([status(), server.saves]).toEqual(["refused", 1])
    server.refuse = null
    type("x")
    await later(700)
    expect(savedName()).toBe("x")
  })

  it("rejects a flush that cannot reach the server, so that no test runs an old draft", async () => {
    const { server, saver, type } = open()
    server.refuse = unreachable
    type("x")
    await expect(saver.flush()).rejects.toThrow(/cannot be reached/)
  })

  it("saves what is left when the page is closed", async () => {
    const { saver, type, savedName } = open()
    type("x")
    saver.stop()
    await later(0)
    expect(savedName()).toBe("x")
  })
})

describe("edits of an earlier visit", () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const named = (name: string) => {
    const flow = chain("a", "b")
    return integration({ ...flow, steps: flow.steps.map((step) => ({ ...step, name })) })
  }

  /** The server has `theirs` at `revision`; this browser kept `mine`, made on revision 1. */
  function reopen(revision: number, readOnly = false) {
    const server = new Server(named("theirs"))
    server.revision = revision
    const backup = new Drawer()
    backup.keep(named("mine"), 1)
    const store = openEditor(server.definition)
    const draft = { definition: server.definition, revision }
    const opened = openSaver({ store, draft, backup, readOnly, put: server.put })
    const shown = () => documentOf(store.getState()).flows[0]?.steps[0]?.name
    const status = () => opened.saver.status.getState().status.kind
    const savedName = () => server.definition.flows[0]?.steps[0]?.name
    return { ...opened, server, backup, shown, status, savedName }
  }

  it("come back and are saved when nobody saved since", async () => {
    const { restored, backup, status, savedName } = reopen(1)
    await later(700)
    expect([restored, status(), savedName(), backup.kept]).toEqual([true, "saved", "mine", null])
  })

  it("never write over what somebody saved since: the person chooses", async () => {
    const { restored, shown, status, savedName } = reopen(5)
    await later(20_000)
    expect([restored, shown(), status(), savedName()]).toEqual([true, "mine", "stale", "theirs"])
  })

  it("stay kept until that choice is made", async () => {
    const { saver, backup, shown, savedName } = reopen(5)
    await later(700)
    expect(backup.kept?.definition).toEqual(named("mine"))
    saver.takeTheirs()
    expect([shown(), savedName(), backup.kept]).toEqual(["theirs", "theirs", null])
  })

  it("are forgotten when the server has them", async () => {
    const { server, backup } = reopen(1)
    await later(700)
    backup.keep(server.definition, 1)
    const store = openEditor(server.definition)
    const { restored } = openSaver({ store, draft: server, backup, readOnly: false, put: server.put })
    expect([restored, backup.kept]).toEqual([false, null])
  })

  it("are not touched for somebody who may only look", async () => {
    const { restored, shown, server } = reopen(5, true)
    await later(700)
    expect([restored, shown(), server.saves]).toEqual([false, "theirs", 0])
  })
})
