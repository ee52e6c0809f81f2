/**
 * What the test bench remembers while somebody moves between pages: payloads, and the last runs.
 *
 * Payloads survive a reload of the tab as far as the browser has room for them, nothing else: results may be large, and soon say
 * what is no longer so.
 */
import { create } from "zustand"
import { type PersistStorage, persist } from "zustand/middleware"
import type { TestRun } from "../api/types"
import { FIRST_PAYLOAD, type Payload } from "./payload"
import type { Part } from "./pinning"
import type { Sent } from "./tests/SaveTest"

/** What was sent and what came of it; `part` of a flow that was run, null: all of it. */
export interface KeptRun {
  run: TestRun
  sent: Sent
  part: Part | null
}

interface Memory {
  /** By integration id. */
  payloads: Record<string, Payload>
  /** By integration id: pickers choose from its results. */
  endpointRuns: Record<string, KeptRun>
  /** By `flowRunKey`. */
  flowRuns: Record<string, KeptRun>
  setPayload: (integrationId: string, payload: Payload) => void
  keepEndpointRun: (integrationId: string, run: KeptRun) => void
  keepFlowRun: (integrationId: string, flowKey: string, run: KeptRun) => void
}

export const flowRunKey = (integrationId: string, flowKey: string): string => `${integrationId} ${flowKey}`

/** Letters that a browser keeps for a site. */
const ROOM = 5_000_000

/**
 * A payload may be larger than what a browser keeps: it can be tested all the same, and is forgotten with the page. One that is sure
 * not to fit is not written out first, which at every letter typed into it took half a second.
 */
const asFarAsThereIsRoom: PersistStorage<Pick<Memory, "payloads">> = {
  getItem: (name) => JSON.parse(sessionStorage.getItem(name) ?? "null"),
  setItem: (name, value) => {
    const letters = Object.values(value.state.payloads).reduce((sum, { body }) => sum + body.length, 0)
    try {
      if (letters > ROOM) sessionStorage.removeItem(name)
      else sessionStorage.setItem(name, JSON.stringify(value))
    } catch {
      sessionStorage.removeItem(name)
    }
  },
  removeItem: (name) => sessionStorage.removeItem(name),
}

export const useMemory = create<Memory>()(
  persist(
    (set) => ({
      payloads: {},
      endpointRuns: {},
      flowRuns: {},
      setPayload: (id, payload) => set((old) => ({ payloads: { ...old.payloads, [id]: payload } })),
      keepEndpointRun: (id, run) => set((old) => ({ endpointRuns: { ...old.endpointRuns, [id]: run } })),
      keepFlowRun: (id, flow, run) => set((old) => ({ flowRuns: { ...old.flowRuns, [flowRunKey(id, flow)]: run } })),
    }),
    {
      name: "hookyard-test-payloads",
      storage: asFarAsThereIsRoom,
      partialize: ({ payloads }) => ({ payloads }),
    },
  ),
)

const numbers = new WeakMap<TestRun, number>()
let counted = 0

/** Tells runs apart, so that each is shown afresh, opened where its own story is. */
export function numberOf(run: TestRun): number {
  const number = numbers.get(run) ?? ++counted
  numbers.set(run, number)
  return number
}

export const payloadOf = (integrationId: string): Payload =>
  useMemory.getState().payloads[integrationId] ?? FIRST_PAYLOAD

export function usePayload(integrationId: string): [Payload, (change: Partial<Payload>) => void] {
  const payload = useMemory((memory) => memory.payloads[integrationId]) ?? FIRST_PAYLOAD
  const setPayload = useMemory((memory) => memory.setPayload)
  return [payload, (change) => setPayload(integrationId, { ...payload, source: "edited by hand", ...change })]
}

export const useEndpointRun = (integrationId: string): TestRun | undefined =>
  useMemory((memory) => memory.endpointRuns[integrationId]?.run)
