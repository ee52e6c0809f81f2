/** How to write a connector, for whoever does it for the first time. The words stand in `guide.md`. */
import { Anchor } from "@mantine/core"
import { Link } from "react-router"
import { PageHeader } from "../ui/PageHeader"
import { PlainMarkdown } from "../wizard/view/Markdown"
import classes from "./connectors.module.css"
import guide from "./guide.md?raw"

export function AuthorsGuide() {
  return (
    <>
      <PageHeader
        title="How to write a connector"
        text={
          <Anchor component={Link} to="/connectors" inherit>
            All connectors
          </Anchor>
        }
      />
      <div className={classes.docs}>
        <PlainMarkdown text={guide} />
      </div>
    </>
  )
}
