/**
 * The map of addresses to pages. Every page is a chunk of its own, loaded when it is first opened.
 *
 * A page is a named export of its feature's folder. Those behind `SignedIn` may use `useSession()` and be sure of a user and a tenant.
 */
import { createBrowserRouter, Navigate, type RouteObject } from "react-router"
import { IntegrationFrame } from "./shell/IntegrationFrame"
import { NotFound } from "./shell/NotFound"
import { RouteFailure } from "./shell/RouteFailure"
import { Shell } from "./shell/Shell"
import { SignedIn } from "./shell/SignedIn"
import { PageSkeleton } from "./ui/PageSkeleton"

/** A page of a module, by the name it is exported under. */
const page = <Name extends string>(load: () => Promise<Record<Name, React.ComponentType>>, name: Name) => ({
  lazy: async () => ({ Component: (await load())[name] }),
})

const integrationRoutes: RouteObject[] = [
  { index: true, element: <Navigate to="flows" replace /> },
  { path: "flows/:flowKey?", ...page(() => import("./editor/EditorPage"), "EditorPage") },
  { path: "endpoint", ...page(() => import("./endpoint/EndpointPage"), "EndpointPage") },
  { path: "wizard", ...page(() => import("./wizard/WizardPage"), "WizardPage") },
  { path: "versions", ...page(() => import("./versions/VersionsPage"), "VersionsPage") },
  { path: "versions/compare", ...page(() => import("./versions/ComparePage"), "ComparePage") },
  { path: "versions/:number", ...page(() => import("./versions/VersionPage"), "VersionPage") },
]

const signedInRoutes: RouteObject[] = [
  { index: true as const, ...page(() => import("./home/HomePage"), "HomePage") },
  { path: "import", ...page(() => import("./importing/ImportPage"), "ImportPage") },
  { path: "templates", ...page(() => import("./templates/TemplatesPage"), "TemplatesPage") },
  { path: "integrations/:id", element: <IntegrationFrame />, children: integrationRoutes },
  { path: "requests", ...page(() => import("./requests/RequestsPage"), "RequestsPage") },
  { path: "requests/:id", ...page(() => import("./requests/RequestPage"), "RequestPage") },
  { path: "executions", ...page(() => import("./executions/ExecutionsPage"), "ExecutionsPage") },
  { path: "executions/:id", ...page(() => import("./executions/ExecutionPage"), "ExecutionPage") },
  { path: "alerts", ...page(() => import("./alerts/AlertsPage"), "AlertsPage") },
  { path: "deliveries/:id?/:delivery?", ...page(() => import("./deliveries/DeliveriesPage"), "DeliveriesPage") },
  { path: "lanes", ...page(() => import("./lanes/LanesPage"), "LanesPage") },
  { path: "traffic", ...page(() => import("./traffic/TrafficPage"), "TrafficPage") },
  { path: "customers", ...page(() => import("./customers/CustomersPage"), "CustomersPage") },
  { path: "customers/:id", ...page(() => import("./customers/CustomerPage"), "CustomerPage") },
  { path: "credentials", ...page(() => import("./credentials/CredentialsPage"), "CredentialsPage") },
  { path: "connectors/*", ...page(() => import("./connectors/Connectors"), "Connectors") },
  { path: "listening", ...page(() => import("./listening/ListeningPage"), "ListeningPage") },
  { path: "services", ...page(() => import("./services/ServicesPage"), "ServicesPage") },
  { path: "subscriptions", ...page(() => import("./subscriptions/SubscriptionsPage"), "SubscriptionsPage") },
  { path: "account", ...page(() => import("./account/AccountPage"), "AccountPage") },
  { path: "settings", ...page(() => import("./settings/SettingsPage"), "SettingsPage") },
  { path: "*", element: <NotFound /> },
]

export const router = createBrowserRouter([
  {
    errorElement: <RouteFailure />,
    hydrateFallbackElement: <PageSkeleton />,
    children: [
      { path: "/login", ...page(() => import("./account/LoginPage"), "LoginPage") },
      { path: "/invitation", ...page(() => import("./account/InvitationPage"), "InvitationPage") },
      { path: "/forgot", ...page(() => import("./account/ForgotPage"), "ForgotPage") },
      { path: "/reset", ...page(() => import("./account/ResetPage"), "ResetPage") },
      { path: "/setup", ...page(() => import("./account/SetupPage"), "SetupPage") },
      {
        path: "/",
        element: (
          <SignedIn>
            <Shell />
          </SignedIn>
        ),
        children: [{ errorElement: <RouteFailure />, children: signedInRoutes }],
      },
    ],
  },
])
