/** Every state of the draft since it was opened, beside the undo buttons: a click goes there. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core"
import { Check, ChevronDown } from "lucide-react"
import { canRedo, canUndo, momentsOf } from "../flow/history"
import classes from "./Editor.module.css"
import { useEditor } from "./store"

export function HistoryMenu() {
  const possible = useEditor(({ history }) => canUndo(history) || canRedo(history))
  return (
    <Menu position="bottom-end" width={280} disabled={!possible} returnFocus>
      <Menu.Target>
        <Tooltip label={possible ? "History" : "Nothing to undo or redo yet"}>
          <ActionIcon
            className={classes.tool}
            variant="subtle"
            color="gray"
            w={16}
            miw={16}
            aria-label="History"
            aria-disabled={!possible}
            data-disabled={!possible || undefined}
          >
            <ChevronDown size={12} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown aria-label="History" mah="60vh" style={{ overflowY: "auto" }}>
        <Moments />
      </Menu.Dropdown>
    </Menu>
  )
}

function Moments() {
  const history = useEditor((state) => state.history)
  const travelBy = useEditor((state) => state.travelBy)
  return momentsOf(history).map(({ label, by }) => (
    <Menu.Item
      key={by}
      aria-current={by === 0 || undefined}
      data-undone={by > 0 || undefined}
      className={classes.moment}
      leftSection={by === 0 ? <Check size={14} aria-hidden /> : <span className={classes.noCheck} />}
      onClick={() => travelBy(by)}
    >
      {label || "As it was when opened"}
      {by === 0 && <span className={classes.now}> (now)</span>}
    </Menu.Item>
  ))
}
