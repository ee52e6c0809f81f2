/** The bar above the canvas: flows at the left; undo, problems, keys and test at the right. */
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import { FlaskConical, Keyboard, PanelLeftClose, PanelLeftOpen, Redo2, Undo2 } from "lucide-react"
import { canRedo, canUndo } from "../flow/history"
import classes from "./Editor.module.css"
import { FlowTabs } from "./FlowTabs"
import { shown } from "./keys"
import { ProblemsMenu } from "./ProblemsMenu"
import { useEditor } from "./store"

interface Props {
  palette: boolean
  togglePalette: () => void
  testing: boolean
  toggleTest: () => void
  showKeys: () => void
}

export function Toolbar({ palette, togglePalette, testing, toggleTest, showKeys }: Props) {
  const PaletteIcon = palette ? PanelLeftClose : PanelLeftOpen
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Editor">
      <Tool
        label={palette ? "Hide the components" : "Show the components"}
        onClick={togglePalette}
        icon={PaletteIcon}
      />
      <FlowTabs />
      <div className={classes.tools}>
        <UndoButtons />
        <ProblemsMenu />
        <Tool label="Keys (?)" onClick={showKeys} icon={Keyboard} />
        <Tooltip label={`Test (${shown("Mod+Enter")})`}>
          <Button
            variant={testing ? "light" : "default"}
            leftSection={<FlaskConical size={14} />}
            aria-pressed={testing}
            onClick={toggleTest}
          >
            Test
          </Button>
        </Tooltip>
      </div>
    </div>
  )
}

function UndoButtons() {
  const readOnly = useEditor((state) => state.readOnly)
  const back = useEditor((state) => (canUndo(state.history) ? state.history.present.label : null))
  const forth = useEditor((state) => (canRedo(state.history) ? (state.history.future[0]?.label ?? "") : null))
  const undo = useEditor((state) => state.undo)
  const redo = useEditor((state) => state.redo)
  if (readOnly) return null
  return (
    <>
      <Tool
        label="Undo"
        hint={back ? `Undo: ${back} (${shown("Mod+Z")})` : "Nothing to undo"}
        disabled={back === null}
        onClick={undo}
        icon={Undo2}
      />
      <Tool
        label="Redo"
        hint={forth ? `Redo: ${forth} (${shown("Mod+Shift+Z")})` : "Nothing to redo"}
        disabled={forth === null}
        onClick={redo}
        icon={Redo2}
      />
    </>
  )
}

interface ToolProps {
  label: string
  hint?: string
  disabled?: boolean
  onClick: () => void
  icon: typeof Undo2
}

function Tool({ label, hint = label, disabled = false, onClick, icon: Icon }: ToolProps) {
  return (
    <Tooltip label={hint}>
      <ActionIcon
        className={classes.tool}
        variant="subtle"
        color="gray"
        aria-label={label.replace(" (?)", "")}
        aria-disabled={disabled}
        data-disabled={disabled || undefined}
        onClick={() => !disabled && onClick()}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
