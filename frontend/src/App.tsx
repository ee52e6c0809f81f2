/** The providers around every page, and the query cache they share. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core"
import { Notifications } from "@mantine/notifications"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "react-router"
import { ApiProblem } from "./api/client"
import { router } from "./routes"
import { theme } from "./theme"

const colorScheme = localStorageColorSchemeManager({ key: "hookyard-color-scheme" })

// Asking again helps when the server is away, not when it said no.
const mayPass = (failure: unknown): boolean =>
  failure instanceof ApiProblem && (failure.offline || failure.status >= 502)

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, failure) => count < 2 && mayPass(failure),
      refetchOnWindowFocus: true,
    },
  },
})

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
      <Notifications position="bottom-center" />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
