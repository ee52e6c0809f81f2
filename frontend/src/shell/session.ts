/**
 * Who is signed in, in which tenant, with which role.
 *
 * For: the one answer of GET /api/session, the chosen tenant (kept in this browser), signing in and out.
 * Not here: what a role may do on the server; buttons are hidden here only to spare people a refusal.
 */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query"
import { api, speakAs } from "../api/client"
import { watchAs } from "../api/live"
import type { Role, Session } from "../api/types"

const TENANT_KEY = "hookyard-tenant"

/** `/?tenant=<slug>` opens that tenant: the admin sends support there. The address is tidied, so that a bookmark holds no tenant. */
export function takeTenantFromAddress(): void {
  const address = new URL(window.location.href)
  const slug = address.searchParams.get("tenant")
  if (slug === null) return
  localStorage.setItem(TENANT_KEY, slug)
  address.searchParams.delete("tenant")
  window.history.replaceState(null, "", address)
}
export const SESSION_QUERY = ["session"] as const

const RANK: Record<Role, number> = { viewer: 0, operator: 1, builder: 2, owner: 3 }

export function rememberedTenant(session: Session): Session["tenants"][number] | null {
  const slug = localStorage.getItem(TENANT_KEY)
  return session.tenants.find((tenant) => tenant.slug === slug) ?? session.tenants[0] ?? null
}

/** Which tenant to show from the next session on, such as the one that was just joined. */
export function rememberTenant(slug: string): void {
  localStorage.setItem(TENANT_KEY, slug)
}

let ended = false

/** Whether this page was somebody's until a moment ago, and nobody here asked to sign out. */
export const sessionEnded = (): boolean => ended

/** Makes a session the current one: the next calls carry its token and tenant. Call it with the answer of sign-in and set-up. */
export function adoptSession(queries: QueryClient, session: Session): void {
  const tenant = rememberedTenant(session)?.slug ?? null
  const signedOut = () => {
    ended = true
    void queries.invalidateQueries({ queryKey: SESSION_QUERY })
  }
  speakAs({ csrfToken: session.csrfToken, tenant, signedOut })
  watchAs({ tenant, signedOut })
  queries.setQueryData(SESSION_QUERY, session)
}

export function useSessionQuery() {
  const queries = useQueryClient()
  return useQuery({
    queryKey: SESSION_QUERY,
    staleTime: 5 * 60_000,
    queryFn: async () => {
      const session = await api.get<Session>("/api/session")
      adoptSession(queries, session)
      return session
    },
  })
}

export interface CurrentSession {
  email: string
  isStaff: boolean
  twoFactor: boolean
  tenant: Session["tenants"][number]
  tenants: Session["tenants"]
  /** True when the user's role in this tenant is at least this one. */
  can: (role: Role) => boolean
  switchTenant: (slug: string) => void
  signOut: () => Promise<void>
}

/** Only below `SignedIn`, which makes sure that there is a user and a tenant. */
export function useSession(): CurrentSession {
  const session = useSessionQuery().data
  const tenant = session && rememberedTenant(session)
  if (!session?.user || !tenant) throw new Error("useSession needs a signed-in user: render it below SignedIn")
  return {
    email: session.user.email,
    isStaff: session.user.isStaff,
    twoFactor: session.user.twoFactor,
    tenant,
    tenants: session.tenants,
    can: (role) => RANK[tenant.role] >= RANK[role],
    switchTenant: (slug) => {
      rememberTenant(slug)
      // A full load: nothing of one tenant may stay on the screen or in the cache of another.
      window.location.assign("/")
    },
    signOut: async () => {
      await api.remove("/api/session")
      window.location.assign("/login")
    },
  }
}
