/** The frame of one integration: its name and its tabs. What depends on a tab (saved state, publish) goes into the header's slot. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Check, ChevronRight, PencilLine, Radio, Split } from "lucide-react"
import { createContext, useContext, useState } from "react"
import { createPortal } from "react-dom"
import { Link, NavLink, Outlet, useParams } from "react-router"
import { api } from "../api/client"
import type { Integration } from "../api/types"
import { ProblemNotice } from "../ui/Problem"
import { PageOf } from "../ui/pageTitle"
import classes from "./IntegrationFrame.module.css"

export const TABS = [
  { to: "flows", label: "Flows" },
  { to: "endpoint", label: "Endpoint" },
  { to: "wizard", label: "Wizard" },
  { to: "versions", label: "Versions" },
]

export const integrationQuery = (id: string) => ({
  queryKey: ["integration", id],
  queryFn: () => api.get<Integration>(`/api/integrations/${id}`),
})

const Slot = createContext<HTMLElement | null>(null)

/** Puts its children at the right of the integration's header. */
export function HeaderActions({ children }: { children: React.ReactNode }) {
  const slot = useContext(Slot)
  return slot ? createPortal(children, slot) : null
}

export function IntegrationFrame() {
  const { id = "" } = useParams()
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const integration = useQuery(integrationQuery(id))
  const name = integration.data?.name ?? ""
  if (integration.isError) return <ProblemNotice failure={integration.error} retry={() => void integration.refetch()} />
  return (
    <div className={classes.frame}>
      <header className={classes.header}>
        <div className={classes.name}>
          <span className={classes.way}>
            <Link to="/">Integrations</Link>
            <ChevronRight size={14} aria-hidden />
          </span>
          {integration.data ? <h1 title={name}>{name}</h1> : <Skeleton h={16} w={120} />}
          {integration.data && <LiveBadge integration={integration.data} />}
        </div>
        <nav className={classes.tabs} aria-label="Parts of the integration">
          {TABS.map((tab) => (
            <NavLink key={tab.to} to={tab.to} className={classes.tab}>
              {tab.label}
            </NavLink>
          ))}
        </nav>
        <div className={classes.actions} ref={setSlot} />
      </header>
      <div className={classes.body}>
        <Slot.Provider value={slot}>
          <PageOf.Provider value={name}>
            <Outlet />
          </PageOf.Provider>
        </Slot.Provider>
      </div>
    </div>
  )
}

/** What is live and what is only drawn, told apart by icon, word and colour. */
function LiveBadge({ integration }: { integration: Integration }) {
  const { id, liveVersion, newestVersion, hasUnpublishedChanges } = integration
  if (liveVersion === null) {
    return (
      <span className={classes.state} data-state="draft">
        <PencilLine size={12} aria-hidden />
        Draft only
      </span>
    )
  }
  const versions = `/integrations/${id}/versions`
  return (
    <>
      <Link
        className={classes.state}
        data-state="live"
        to={`${versions}/${liveVersion}`}
        aria-label={`Live: version ${liveVersion}`}
        title={`Live: version ${liveVersion}`}
      >
        <Radio size={12} aria-hidden />
        <span className={classes.words}>Live: version</span> <span className={classes.number}>{liveVersion}</span>
      </Link>
      {hasUnpublishedChanges ? (
        <Link
          className={classes.state}
          data-state="draft"
          to={`${versions}/compare?from=${newestVersion ?? liveVersion}&to=draft`}
          aria-label="Draft edited"
          title={`Draft edited: see what it changes of version ${newestVersion ?? liveVersion}`}
        >
          <PencilLine size={12} aria-hidden />
          <span className={classes.words}>Draft edited</span>
        </Link>
      ) : newestVersion !== null && newestVersion > liveVersion ? (
        <Link className={classes.state} data-state="draft" to={versions} title="Published to some, not live yet">
          <Split size={12} aria-hidden />
          <span className={classes.words}>Version {newestVersion} for some</span>
        </Link>
      ) : (
        <span className={`${classes.state} ${classes.same}`} title="The draft means the same as the live version">
          <Check size={12} aria-hidden />
          Draft is live
        </span>
      )}
    </>
  )
}
