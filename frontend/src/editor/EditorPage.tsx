/** Loads the draft and the components, opens the store over them, keeps address and open flow in step. */
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { ReactFlowProvider } from "@xyflow/react"
import { useEffect, useRef, useState } from "react"
import { useLocation, useNavigate, useNavigation, useNavigationType, useParams } from "react-router"
import { api } from "../api/client"
import { componentsQuery } from "../api/components"
import type { Component, Draft } from "../api/types"
import { draftQuery } from "../bench/draft"
import { useSession } from "../shell/session"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice, tell } from "../ui/Problem"
import { usePageTitle } from "../ui/pageTitle"
import { Editor } from "./Editor"
import { usePins } from "./pins"
import { Restoring } from "./Restoring"
import { useSamples } from "./samples"
import { browserBackup, guardLeaving, openSaver, type Saver } from "./saving"
import { createEditorStore, documentOf, EditorContext, type EditorStore, useEditor } from "./store"

export function EditorPage() {
  const { id = "" } = useParams()
  return <LoadedEditor key={id} id={id} />
}

function LoadedEditor({ id }: { id: string }) {
  const components = useQuery(componentsQuery)
  // Always the newest draft: another tab, or the Endpoint page, may have saved since.
  const draft = useQuery({ ...draftQuery(id), refetchOnMount: "always", refetchOnWindowFocus: false })
  const failed = draft.error ?? components.error
  if (failed)
    return <ProblemNotice failure={failed} retry={() => void Promise.all([draft.refetch(), components.refetch()])} />
  if (!draft.isFetchedAfterMount || !draft.data || !components.data) return <PageSkeleton />
  return <OpenDraft id={id} draft={draft.data} components={components.data} />
}

interface Opened {
  store: EditorStore
  saver: Saver
}

function OpenDraft({ id, draft, components }: { id: string; draft: Draft; components: Component[] }) {
  const { flowKey } = useParams()
  const { can } = useSession()
  const queries = useQueryClient()
  const [opened, setOpened] = useState<Opened | null>(null)
  const first = useRef({ draft, components, flowKey, readOnly: !can("builder") })

  useEffect(() => {
    const { draft, components, flowKey, readOnly } = first.current
    useSamples.getState().enter(id)
    usePins.getState().enter(id)
    const store = createEditorStore({
      document: draft.definition,
      problems: draft.problems,
      components,
      flowKey,
      readOnly,
    })
    const backup = browserBackup(id)
    const { saver, restored } = openSaver({
      store,
      draft,
      backup,
      readOnly,
      put: (definition, revision) => api.put<Draft>(`/api/integrations/${id}/draft`, { definition, revision }),
      onSaved: (saved) => {
        queries.setQueryData(draftQuery(id).queryKey, saved)
        void queries.invalidateQueries({ queryKey: ["integration", id] })
      },
    })
    usePins.getState().prune(documentOf(store.getState()))
    if (restored) tell("Edits that were not saved last time are back. Undo shows the saved draft.")
    setOpened({ store, saver })
    const unguard = guardLeaving(store, saver, backup)
    return () => {
      unguard()
      saver.stop()
    }
  }, [id, queries])

  if (!opened) return <PageSkeleton />
  return (
    <EditorContext.Provider value={opened.store}>
      <ReactFlowProvider>
        <Restoring id={id} />
        <FlowAddress id={id} />
        <Editor integrationId={id} saver={opened.saver} />
      </ReactFlowProvider>
    </EditorContext.Provider>
  )
}

const OURS = "the open flow"
const addressOf = (id: string, flow: string): string => `/integrations/${id}/flows${flow ? `/${flow}` : ""}`

/** The address and the title name the open flow; going back in the browser opens the flow it names. */
function FlowAddress({ id }: { id: string }) {
  const { flowKey: named } = useParams()
  const navigate = useNavigate()
  const open = useEditor((state) => state.flowKey)
  const openFlow = useEditor((state) => state.openFlow)
  const flows = useEditor((state) => documentOf(state).flows)
  // On the way to another page: naming the flow in the address now would call that off.
  const leaving = useNavigation().state !== "idle"
  const { state: address } = useLocation()
  const arrived = useNavigationType()
  // An address that we gave ourselves may arrive when another flow is open already, as when a search flies on.
  const ours = address === OURS && arrived !== "POP"
  const latest = useRef({ named, open, flows, leaving, ours })
  usePageTitle(flows.find(({ key }) => key === open)?.name ?? "Flows")
  latest.current = { named, open, flows, leaving, ours }

  useEffect(() => {
    const { open, flows, ours } = latest.current
    if (!named || named === open) return
    if (ours) void navigate(addressOf(id, open), { replace: true, state: OURS })
    else if (flows.some((flow) => flow.key === named)) openFlow(named)
  }, [named, openFlow, id, navigate])

  useEffect(() => {
    const { named, leaving } = latest.current
    if (!leaving && open !== (named ?? "")) void navigate(addressOf(id, open), { replace: !named, state: OURS })
  }, [open, id, navigate])
  return null
}
