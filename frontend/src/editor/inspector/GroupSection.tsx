import { Button, Group as Row, TextInput } from "@mantine/core"
import { useState } from "react"
import { type Group, LONGEST_NAME } from "../../flow/definition"
import { useCommand } from "../commands/CommandsProvider"
import { useEditor } from "../store"
import classes from "./inspector.module.css"
import { PaperChoice } from "./PaperChoice"

/** Settings of the group whose steps are selected. */
export function GroupSection({ group }: { group: Group }) {
  const flow = useEditor((state) => state.flowKey)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const [typed, setTyped] = useState<string | null>(null)
  const collapse = useCommand("collapseGroup")
  const ungroup = useCommand("ungroup")
  const commit = () => {
    if (typed !== null)
      edit({ kind: "setGroup", flow, group: group.id, change: { title: typed.trim() } }, { label: "Rename a group" })
    setTyped(null)
  }
  return (
    <section className={classes.section} data-testid="group-settings">
      <h3>Group</h3>
      <TextInput
        label="Title"
        maxLength={LONGEST_NAME}
        value={typed ?? group.title ?? ""}
        placeholder="What these steps do together"
        readOnly={readOnly}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      <PaperChoice
        value={group.color ?? "gray"}
        readOnly={readOnly}
        onChange={(color) =>
          edit({ kind: "setGroup", flow, group: group.id, change: { color } }, { label: "Colour a group" })
        }
      />
      {!readOnly && (
        <Row gap="xs">
          <Button variant="default" onClick={collapse.run} title={collapse.hint}>
            {group.collapsed ? "Expand" : "Collapse"}
          </Button>
          <Button variant="default" onClick={ungroup.run} title={ungroup.hint}>
            Ungroup
          </Button>
        </Row>
      )}
    </section>
  )
}
