/** What is shown when a page does not exist, cannot be loaded, or broke. */
import { Button } from "@mantine/core"
import { RefreshCw, SearchX, TriangleAlert } from "lucide-react"
import { Link, useRouteError } from "react-router"
import { Empty } from "../ui/Empty"
import { usePageTitle } from "../ui/pageTitle"

export function NotFound() {
  usePageTitle("There is nothing here")
  return (
    <Empty
      icon={SearchX}
      title="There is nothing here"
      text="The address may be mistyped, or what it showed was deleted."
      action={
        <Button component={Link} to="/">
          Go to integrations
        </Button>
      }
    />
  )
}

export function RouteFailure() {
  const failure = useRouteError()
  const message = failure instanceof Error ? failure.message : String(failure)
  // Each browser has words of its own for a part of the page that cannot be fetched; all of them say "module" and how.
  if (/dynamically imported module|importing a module script/i.test(message)) {
    return (
      <Empty
        icon={RefreshCw}
        title="Hookyard was updated"
        text="A part of this page belongs to the version before. Load it again; what was saved is there."
        action={<Button onClick={() => window.location.reload()}>Load again</Button>}
      />
    )
  }
  return (
    <Empty
      icon={TriangleAlert}
      title="This page broke"
      text={`${message} Loading it again often helps, above all after an update.`}
      action={<Button onClick={() => window.location.reload()}>Load again</Button>}
    />
  )
}
