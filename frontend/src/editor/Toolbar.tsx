/** The bar above the canvas: flows at the left; undo, problems, keys and test at the right. */
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import {
  FlaskConical,
  Keyboard,
  ListTree,
  PanelLeftClose,
  PanelLeftOpen,
  PanelRightClose,
  PanelRightOpen,
  Redo2,
  Route,
  Search,
  SquareTerminal,
  Undo2,
  WandSparkles,
  Waypoints,
} from "lucide-react"
import { useCommand } from "./commands/CommandsProvider"
import type { EditorPage } from "./commands/command"
import type { CommandName } from "./commands/table"
import { useCoverage } from "./coverage"
import classes from "./Editor.module.css"
import { FlowTabs } from "./FlowTabs"
import { HistoryMenu } from "./HistoryMenu"
import { ProblemsMenu } from "./ProblemsMenu"
import { useEditor } from "./store"

export function Toolbar({ page }: { page: EditorPage }) {
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Editor">
      <Tool command="palette" icon={page.palette ? PanelLeftClose : PanelLeftOpen} />
      <FlowTabs />
      <div className={classes.tools}>
        {!readOnly && (
          <>
            <Tool command="undo" label="Undo" icon={Undo2} />
            <Tool command="redo" label="Redo" icon={Redo2} />
            <HistoryMenu />
            <Tool command="tidy" label="Tidy up" icon={WandSparkles} />
          </>
        )}
        <Tool command="list" icon={page.listing ? Waypoints : ListTree} />
        <Tool command="find" label="Find" icon={Search} />
        <ProblemsMenu />
        <CoverageButton />
        <Tool command="commands" label="Commands" icon={SquareTerminal} />
        <Tool command="keys" icon={Keyboard} label="Keys" />
        <TestButton page={page} />
        <Tool command="settings" icon={page.settings ? PanelRightClose : PanelRightOpen} />
      </div>
    </div>
  )
}

/** A switch, so that it is seen whether the canvas shows it. */
function CoverageButton() {
  const { hint, run } = useCommand("coverage")
  const shown = useCoverage((state) => state.shown)
  return (
    <Tooltip label={hint}>
      <ActionIcon
        className={classes.tool}
        variant={shown ? "light" : "subtle"}
        color={shown ? "iris" : "gray"}
        aria-label="Show what no test takes"
        aria-pressed={shown}
        onClick={run}
      >
        <Route size={16} />
      </ActionIcon>
    </Tooltip>
  )
}

function TestButton({ page }: { page: EditorPage }) {
  const { hint } = useCommand("test")
  return (
    <Tooltip label={hint}>
      <Button
        variant={page.testing ? "light" : "default"}
        leftSection={<FlaskConical size={14} />}
        aria-pressed={page.testing}
        onClick={() => page.setTesting(!page.testing)}
      >
        Test
      </Button>
    </Tooltip>
  )
}

interface ToolProps {
  command: CommandName
  /** Shorter than the command's title, or one that does not change with it. */
  label?: string
  icon: typeof Undo2
}

/** A button that is a command: its tooltip, its key, whether it can be pressed now. */
function Tool({ command, label, icon: Icon }: ToolProps) {
  const { title, hint, available, run } = useCommand(command)
  return (
    <Tooltip label={hint}>
      <ActionIcon
        className={classes.tool}
        variant="subtle"
        color="gray"
        aria-label={label ?? title}
        aria-disabled={!available}
        data-disabled={!available || undefined}
        onClick={() => available && run()}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
