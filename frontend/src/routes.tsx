/**
 * The map of addresses to pages. Every page is a chunk of its own, loaded when it is first opened.
 *
 * A page is a named export of its feature's folder. Those behind `SignedIn` may use `useSession()` and be sure of a user and a tenant.
 */
import { createBrowserRouter, Navigate, type RouteObject } from "react-router"
import { IntegrationFrame } from "./shell/IntegrationFrame"
import { NotFound, RouteFailure } from "./shell/RouteFailure"
import { Shell } from "./shell/Shell"
import { SignedIn } from "./shell/SignedIn"
import { PageSkeleton } from "./ui/PageSkeleton"

type Module = Record<string, React.ComponentType>

const pages = import.meta.glob<Module>("./*/*Page.tsx")

/** `file` is "folder/NamePage"; the page is the export of that name. */
const page = (file: string) => ({
  lazy: async () => {
    const name = file.split("/")[1] ?? ""
    return { Component: (await pages[`./${file}.tsx`]?.())?.[name] ?? NotFound }
  },
})

const integrationRoutes: RouteObject[] = [
  { index: true, element: <Navigate to="flows" replace /> },
  { path: "flows/:flowKey?", ...page("editor/EditorPage") },
  { path: "endpoint", ...page("endpoint/EndpointPage") },
  { path: "versions", ...page("versions/VersionsPage") },
]

const signedInRoutes: RouteObject[] = [
  { index: true as const, ...page("home/HomePage") },
  { path: "integrations/:id", element: <IntegrationFrame />, children: integrationRoutes },
  { path: "requests", ...page("requests/RequestsPage") },
  { path: "requests/:id", ...page("requests/RequestPage") },
  { path: "executions", ...page("executions/ExecutionsPage") },
  { path: "executions/:id", ...page("executions/ExecutionPage") },
  { path: "customers", ...page("customers/CustomersPage") },
  { path: "customers/:id", ...page("customers/CustomerPage") },
  { path: "credentials", ...page("credentials/CredentialsPage") },
  { path: "settings", ...page("settings/SettingsPage") },
  { path: "*", element: <NotFound /> },
]

export const router = createBrowserRouter([
  {
    errorElement: <RouteFailure />,
    hydrateFallbackElement: <PageSkeleton />,
    children: [
      { path: "/login", ...page("account/LoginPage") },
      { path: "/setup", ...page("account/SetupPage") },
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
