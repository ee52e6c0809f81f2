import { Button } from "@mantine/core"
import { SearchX } from "lucide-react"
import { Link } from "react-router"
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
