/**
 * Results that are pinned to steps: in tests such a step does not run, it gives what was pinned.
 *
 * For: keeping them by flow in this browser, within a size. They are sent with tests and never published; whoever tests sees
 * that they were used.
 */
import { create } from "zustand"
import { allSteps, type Definition, type Step } from "../flow/definition"

export interface Pin {
  results: unknown
  /** ISO 8601. */
  at: string
  /** Another component under the same label is another step. */
  component: string
}

type FlowPins = Record<string, Pin>

interface Pins {
  integration: string
  flows: Record<string, FlowPins>
  enter: (integration: string) => void
  /** What keeps it from being pinned, in words; null when it is. */
  pin: (flowKey: string, step: Step, results: unknown) => string | null
  unpin: (flowKey: string, stepId: string) => void
  /** Forgets those of steps that are gone, so that they take no room. */
  prune: (definition: Definition) => void
  /** A renamed step keeps its pin. Under the old label it stays too: undo brings that back. */
  follow: (flowKey: string, from: string, to: string) => void
}

export const LARGEST_PIN = 200_000
export const LARGEST_TOTAL = 1_000_000

const storageKey = (integration: string): string => `hookyard-pins-${integration}`

export const usePins = create<Pins>((set, get) => {
  // Changes begin from what is stored: another tab may have pinned something since.
  const keep = (flows: Record<string, FlowPins>): string | null => {
    const text = JSON.stringify(flows)
    if (text.length > LARGEST_TOTAL)
      return `The pins of this integration would be larger than ${LARGEST_TOTAL / 1000} kB together. Unpin a step first.`
    try {
      localStorage.setItem(storageKey(get().integration), text)
    } catch {
      return "This browser has no room for more pins. Unpin a step first."
    }
    set({ flows })
    return null
  }
  return {
    integration: "",
    flows: {},
    enter: (integration) => set({ integration, flows: stored(integration) }),
    pin: (flowKey, step, results) => {
      const size = JSON.stringify(results ?? null).length
      if (size > LARGEST_PIN)
        return `These results are too large to pin: ${Math.ceil(size / 1000)} kB, at most ${LARGEST_PIN / 1000} kB. Shorten them first.`
      const flows = stored(get().integration)
      const pin: Pin = { results: results ?? null, at: new Date().toISOString(), component: step.component }
      return keep({ ...flows, [flowKey]: { ...flows[flowKey], [step.id]: pin } })
    },
    unpin: (flowKey, stepId) => {
      const flows = stored(get().integration)
      const { [stepId]: _gone, ...rest } = flows[flowKey] ?? {}
      keep({ ...flows, [flowKey]: rest })
    },
    prune: (definition) => {
      const flows = stored(get().integration)
      const kept = definition.flows.map(({ key, steps }) => {
        const pinned = allSteps(steps).flatMap((step) => {
          const pin = pinOf(flows, key, step)
          return pin ? [[step.id, pin] as const] : []
        })
        return [key, Object.fromEntries(pinned)] as const
      })
      keep(Object.fromEntries(kept.filter(([, pins]) => Object.keys(pins).length > 0)))
    },
    follow: (flowKey, from, to) => {
      const flows = stored(get().integration)
      const pin = flows[flowKey]?.[from]
      if (pin) keep({ ...flows, [flowKey]: { ...flows[flowKey], [to]: pin } })
    },
  }
})

function stored(integration: string): Record<string, FlowPins> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(integration)) ?? "{}")
    return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? (kept as Record<string, FlowPins>) : {}
  } catch {
    return {}
  }
}

/** The pin of a step, unless its label has gone to another component. */
export function pinOf(flows: Record<string, FlowPins>, flowKey: string, step: Step | undefined): Pin | undefined {
  const pin = step && flows[flowKey]?.[step.id]
  return pin && pin.component === step.component ? pin : undefined
}

/** Results by step id, as tests take them. */
export function pinnedResults(
  flows: Record<string, FlowPins>,
  flowKey: string,
  steps: readonly Step[],
): Record<string, unknown> {
  return Object.fromEntries(
    steps.flatMap((step) => {
      const pin = pinOf(flows, flowKey, step)
      return pin ? [[step.id, pin.results]] : []
    }),
  )
}
