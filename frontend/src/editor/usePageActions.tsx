/** What a few commands ask of the server before they can do their work: copy a URL, save and offer a version. */
import { Anchor } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { useQueryClient } from "@tanstack/react-query"
import { useMemo, useRef } from "react"
import { integrationQuery } from "../shell/IntegrationFrame"
import { tell, tellProblem } from "../ui/Problem"
import { keysOf } from "./commands/bindings"
import { shown } from "./commands/strokes"
import type { Saver } from "./saving"
import { documentOf, flowOf, useEditorStore } from "./store"
import { type UrlKind, urlOf } from "./urls"

const OFFER = "saved-offer"
const OFFER_MS = 6000

interface Page {
  integrationId: string
  saver: Saver
  publish: () => void
}

export function usePageActions({ integrationId, saver, publish }: Page) {
  const store = useEditorStore()
  const queries = useQueryClient()
  /** While the offer stands, saving again takes it. */
  const offered = useRef(false)

  return useMemo(() => {
    const copyUrl = async (kind: UrlKind) => {
      const state = store.getState()
      const flow = flowOf(state)
      if (!flow) return
      const found = await urlOf(kind, integrationId, documentOf(state), flow)
      if ("missing" in found) {
        if (found.steps) state.select(found.steps)
        return tell(found.missing)
      }
      await navigator.clipboard.writeText(found.url).then(
        () => tell(`${kind === "test" ? "Test" : "Live"} URL copied: ${found.url}`),
        () => tell(`The browser does not allow copying here. The URL is ${found.url}`),
      )
    }
    const takeOffer = () => {
      offered.current = false
      notifications.hide(OFFER)
      publish()
    }
    const save = async () => {
      if (offered.current) return takeOffer()
      await saver.flush()
      const { hasUnpublishedChanges, liveVersion } = await queries.fetchQuery({
        ...integrationQuery(integrationId),
        staleTime: 0,
      })
      if (liveVersion !== null && !hasUnpublishedChanges)
        return tell(`Saved. It is the same as version ${liveVersion}.`)
      offered.current = true
      notifications.show({
        id: OFFER,
        message: <SavedOffer take={takeOffer} />,
        autoClose: OFFER_MS,
        onClose: () => {
          offered.current = false
        },
      })
    }
    return {
      copyUrl: (kind: UrlKind) => void copyUrl(kind).catch(tellProblem),
      save: () => void save().catch(tellProblem),
    }
  }, [store, queries, integrationId, saver, publish])
}

function SavedOffer({ take }: { take: () => void }) {
  const [keys] = keysOf("save")
  return (
    <>
      Saved.{" "}
      <Anchor component="button" type="button" inherit onClick={take}>
        Publish it as a version
      </Anchor>
      {keys !== undefined && ` (${shown(keys)} again)`}
    </>
  )
}
