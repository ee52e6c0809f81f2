/** The draft, open for changing its endpoint: edits show at once and are saved a moment later. */
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { useStore } from "zustand"
import { api } from "../api/client"
import type { Draft } from "../api/types"
import { draftQuery } from "../bench/draft"
import { browserBackup, guardLeaving, openSaver, type Saver } from "../editor/saving"
import { createEditorStore, documentOf, type EditorStore } from "../editor/store"
import type { Definition, EndpointConfig, Problem } from "../flow/definition"
import { endpointOf } from "./rules"

interface Opened {
  store: EditorStore
  saver: Saver
}

/** Undefined until the server's draft is here. A draft of the cache is not enough: another page may have changed it since. */
export function useOpenDraft(
  integrationId: string,
  readOnly: boolean,
): {
  opened: Opened | undefined
  failure: unknown
  retry: () => void
} {
  const queries = useQueryClient()
  const draft = useQuery({ ...draftQuery(integrationId), refetchOnMount: "always", refetchOnWindowFocus: false })
  const [opened, setOpened] = useState<Opened>()
  const fresh = draft.isFetchedAfterMount ? draft.data : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once; later answers are those of our own saves
  useEffect(() => {
    if (!fresh) return
    const store = createEditorStore({ document: fresh.definition, components: [], problems: fresh.problems, readOnly })
    const backup = browserBackup(integrationId)
    // Edits of the canvas that never reached the server must not be lost by saving from here.
    const { saver } = openSaver({
      store,
      draft: fresh,
      readOnly,
      put: (definition, revision) =>
        api.put<Draft>(`/api/integrations/${integrationId}/draft`, { definition, revision }),
      onSaved: (saved) => {
        queries.setQueryData(draftQuery(integrationId).queryKey, saved)
        void queries.invalidateQueries({ queryKey: ["integration", integrationId] })
      },
      backup,
    })
    setOpened({ store, saver })
    const unguard = guardLeaving(store, saver, backup)
    return () => {
      unguard()
      saver.stop()
    }
  }, [integrationId, readOnly, fresh === undefined])

  return { opened, failure: draft.error, retry: () => void draft.refetch() }
}

export interface OpenEndpoint {
  definition: Definition
  endpoint: EndpointConfig
  problems: Problem[]
  /** Changes settings of the endpoint. Those set to undefined are dropped. */
  change: (settings: Partial<{ [Name in keyof EndpointConfig]: EndpointConfig[Name] | undefined }>) => void
  setResponse: (flowKey: string, response: "async" | "sync") => void
}

export function useOpenEndpoint({ store }: Opened): OpenEndpoint {
  const definition = useStore(store, documentOf)
  const problems = useStore(store, (state) => state.problems)
  const endpoint = endpointOf(definition)
  return {
    definition,
    endpoint,
    problems,
    change: (settings) => {
      const merged = { ...endpoint, ...settings }
      const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
      const edited = kept as unknown as EndpointConfig
      store
        .getState()
        .edit({ kind: "setEndpoint", endpoint: edited }, { label: "Change the endpoint", burst: "endpoint" })
    },
    setResponse: (flow, response) =>
      store
        .getState()
        .edit({ kind: "setFlowField", flow, field: "response", value: response }, { label: "Change when it answers" }),
  }
}
