/** Lets only signed-in members through; sends others to sign in, or to set up a fresh installation. */
import { lazy, type ReactNode, Suspense } from "react"
import { Navigate, useLocation } from "react-router"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { Suspended } from "./Suspended"
import { rememberedTenant, useSessionQuery } from "./session"
import { Tenantless } from "./Tenantless"

// Few ever see it, and it brings forms of its own.
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
  if (session.data.tenants.length === 0 && session.data.suspended.length > 0) return <Suspended />
  if (session.data.tenants.length === 0) {
    return <Tenantless email={session.data.user.email} />
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
