/** What is shown when a page cannot be loaded, or broke. */
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { RefreshCw, TriangleAlert } from "lucide-react"
import { useEffect, useState } from "react"
import { useRouteError } from "react-router"
import { api } from "../api/client"
import { Empty } from "../ui/Empty"

/**
 * Without a connection the page comes as soon as there is one; it is loaded as a whole, since the router keeps what it could not
 * fetch. With one, its parts are of a version that is no more.
 */
function PartMissing({ reload }: { reload: () => void }) {
  const [away, setAway] = useState(false)
  const server = useQuery({
    queryKey: ["server answers"],
    queryFn: () => api.get("/healthz"),
    networkMode: "always",
    retry: false,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.status === "error" ? 2000 : false),
  })
  useEffect(() => {
    if (server.isError) setAway(true)
    else if (away && server.isSuccess) reload()
  }, [server.isError, server.isSuccess, away, reload])
  if (server.isPending) return null
  if (server.isError)
    return (
      <Empty
        icon={TriangleAlert}
        title="No connection"
        text="The server cannot be reached. This page opens by itself as soon as it answers."
      />
    )
  return (
    <Empty
      icon={RefreshCw}
      title="Hookyard was updated"
      text="A part of this page belongs to the version before. Load it again; what was saved is there."
      action={<Button onClick={reload}>Load again</Button>}
    />
  )
}

const loadAgain = () => window.location.reload()

export function RouteFailure({ reload = loadAgain }: { reload?: () => void }) {
  const failure = useRouteError()
  const message = failure instanceof Error ? failure.message : String(failure)
  // Each browser has words of its own for a part of the page that cannot be fetched; all of them say "module" and how.
  if (/dynamically imported module|importing a module script/i.test(message)) return <PartMissing reload={reload} />
  return (
    <Empty
      icon={TriangleAlert}
      title="This page broke"
      text={`${message} Loading it again often helps, above all after an update.`}
      action={<Button onClick={reload}>Load again</Button>}
    />
  )
}
