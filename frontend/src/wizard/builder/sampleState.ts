/** The state that pages are drawn from in the builder: this integration, with a customer made up. */
import { useQuery } from "@tanstack/react-query"
import { createContext, useContext } from "react"
import { api } from "../../api/client"
import type { Embedding } from "../../api/types"
import { formValues } from "../../config/values"
import type { Definition } from "../../flow/definition"
import { flowsWithUrl, isSeen } from "../../flow/pages"
import type { PageState, Theme } from "../view/contract"
import { quietState } from "../view/sample"
import { wordsWith } from "../view/words"

export interface Sample {
  state: PageState
  theme: Theme
}

export const SampleContext = createContext<Sample | null>(null)

export function useSample(): Sample {
  const sample = useContext(SampleContext)
  if (!sample) throw new Error("This belongs beside a preview")
  return sample
}

export function useEmbedding() {
  return useQuery({ queryKey: ["/api/embedding"], queryFn: () => api.get<Embedding>("/api/embedding") }).data
}

const ORIGIN = window.location.origin

/** Looks as those of an instance will, and nobody can take it for one. */
const sampleUrl = (flow: string): string => `${ORIGIN}/hooks/…/${flow ? "flow" : "instance"}/…`

export function sampleState(
  definition: Definition,
  tenant: string,
  words: Readonly<Record<string, string>>,
): PageState {
  const flows = flowsWithUrl(definition)
  const urls = { "": sampleUrl(""), ...Object.fromEntries(flows.map(({ key }) => [key, sampleUrl(key)])) }
  const only = flows.length === 1 ? flows[0]?.key : undefined
  const routed = (definition.endpoint?.type ?? "flow") !== "flow"
  return quietState({
    variables: definition.configVariables ?? [],
    values: formValues((definition.configVariables ?? []).filter(isSeen)),
    urls: routed || only === undefined ? urls : { ...urls, "": sampleUrl(only) },
    facts: {
      customer: { name: "Northwind Traders", externalId: "northwind" },
      integration: { name: definition.name },
      tenant: { name: tenant },
    },
    words: wordsWith(words),
  })
}
