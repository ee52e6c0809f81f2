/** The frame of every page of a signed-in member: places at the left, the page at the right. */
import { ActionIcon, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core"
import { useLocalStorage } from "@mantine/hooks"
import {
  Activity,
  BellRing,
  Boxes,
  ChevronsUpDown,
  Inbox,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  PanelLeft,
  Play,
  Plug,
  Puzzle,
  RadioTower,
  Rss,
  Send,
  Settings,
  Users,
} from "lucide-react"
import { lazy, Suspense } from "react"
import { Link, NavLink, Outlet, useLocation } from "react-router"
import { PageSkeleton } from "../ui/PageSkeleton"
import classes from "./Shell.module.css"
import { useSession } from "./session"
import { TwoFactorNotice } from "./TwoFactorNotice"
import { UserMenu } from "./UserMenu"

export const PLACES: { to: string; label: string; icon: LucideIcon; also?: string }[] = [
  { to: "/", label: "Integrations", icon: Boxes, also: "/integrations" },
  { to: "/traffic", label: "Traffic", icon: Activity },
  { to: "/requests", label: "Requests", icon: Inbox },
  { to: "/executions", label: "Executions", icon: Play },
  { to: "/lanes", label: "Lanes", icon: ListOrdered },
  { to: "/customers", label: "Customers", icon: Users },
  { to: "/credentials", label: "Credentials", icon: KeyRound },
  { to: "/services", label: "Services", icon: Plug },
  { to: "/connectors", label: "Connectors", icon: Puzzle },
  { to: "/listening", label: "Registered hooks", icon: RadioTower },
  { to: "/subscriptions", label: "Subscriptions", icon: Rss },
  { to: "/deliveries", label: "Deliveries", icon: Send },
  { to: "/alerts", label: "Alerts", icon: BellRing },
  { to: "/settings", label: "Settings", icon: Settings },
]

// Only operators see it, when they look at a tenant.
const SupportBanner = lazy(async () => ({ default: (await import("./SupportBanner")).SupportBanner }))

export function Shell() {
  const [narrow, setNarrow] = useLocalStorage({
    key: "hookyard-narrow-nav",
    defaultValue: window.innerWidth < 1180,
    getInitialValueInEffect: false,
  })
  const { tenant } = useSession()
  return (
    <div className={classes.frame}>
      {tenant.support && (
        <Suspense>
          <SupportBanner />
        </Suspense>
      )}
      <TwoFactorNotice />
      <div className={classes.shell} data-narrow={narrow || undefined}>
        <aside className={classes.side}>
          <div className={classes.top}>
            <Link to="/" className={classes.brand} aria-label="Hookyard, to the integrations">
              <img src={`${import.meta.env.BASE_URL}icon.svg`} width={22} height={22} alt="" />
              {!narrow && <span>Hookyard</span>}
            </Link>
            <Tooltip label={narrow ? "Show the names" : "Only icons"} position="right">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={narrow ? "Widen the navigation" : "Narrow the navigation"}
                onClick={() => setNarrow(!narrow)}
              >
                <PanelLeft size={16} />
              </ActionIcon>
            </Tooltip>
          </div>
          <TenantSwitcher narrow={narrow} />
          <nav className={classes.places} aria-label="Places">
            {PLACES.map((place) => (
              <Place key={place.to} {...place} narrow={narrow} />
            ))}
          </nav>
          <UserMenu narrow={narrow} />
        </aside>
        <main className={classes.page}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}

function Place({ to, label, icon: Icon, also, narrow }: (typeof PLACES)[number] & { narrow: boolean }) {
  const { pathname } = useLocation()
  const here = also !== undefined && pathname.startsWith(also)
  return (
    <Tooltip label={label} position="right" disabled={!narrow}>
      <NavLink to={to} end={to === "/"} className={classes.place} data-here={here || undefined} aria-label={label}>
        <Icon size={17} strokeWidth={1.8} aria-hidden />
        {!narrow && <span>{label}</span>}
      </NavLink>
    </Tooltip>
  )
}

function TenantSwitcher({ narrow }: { narrow: boolean }) {
  const { tenant, tenants, switchTenant } = useSession()
  if (tenants.length === 1) {
    return narrow ? null : (
      <Text className={classes.tenant} size="xs" c="dimmed" truncate title={tenant.name}>
        {tenant.name}
      </Text>
    )
  }
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.tenant} aria-label={`Tenant: ${tenant.name}. Switch tenant`}>
          {!narrow && <span className={classes.tenantName}>{tenant.name}</span>}
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {tenants.map((other) => (
          <Menu.Item
            key={other.slug}
            onClick={() => switchTenant(other.slug)}
            fw={other.slug === tenant.slug ? 650 : 400}
          >
            {other.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
