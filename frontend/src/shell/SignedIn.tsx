/** Lets only signed-in members through; sends others to sign in, or to set up a fresh installation. */
import { lazy, type ReactNode, Suspense } from "react"
import { Navigate, useLocation } from "react-router"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { rememberedTenant, useSessionQuery } from "./session"

// Few ever see them, and some bring forms of their own.
const Suspended = lazy(async () => ({ default: (await import("./Suspended")).Suspended }))
const Tenantless = lazy(async () => ({ default: (await import("./Tenantless")).Tenantless }))
const TwoFactorGate = lazy(async () => ({ default: (await import("./TwoFactorGate")).TwoFactorGate }))

export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSessionQuery()
  const { pathname, search } = useLocation()
  if (session.isPending) return <PageSkeleton />
  if (session.isError) return <ProblemNotice failure={session.error} retry={() => void session.refetch()} />
  if (session.data.setupNeeded) return <Navigate to="/setup" replace />
  if (!session.data.user) {
    const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/login${next}`} replace />
  }
  if (session.data.tenants.length === 0) {
    return (
      <Suspense fallback={<PageSkeleton />}>
        {session.data.suspended.length > 0 ? <Suspended /> : <Tenantless email={session.data.user.email} />}
      </Suspense>
    )
  }
  const since = rememberedTenant(session.data)?.twoFactorFrom
  if (since && new Date(since).getTime() <= Date.now() && !session.data.user.twoFactor) {
    return (
      <Suspense fallback={<PageSkeleton />}>
        <TwoFactorGate />
      </Suspense>
    )
  }
  return children
}
