/** The rows of the palette's tree: the head of a group, and a component to add. */
import { ChevronRight } from "lucide-react"
import type { DragEvent } from "react"
import { ComponentIcon } from "../ui/ComponentIcon"
import { COMPONENT_TYPE } from "./canvas/dropping"
import { nameOf } from "./catalogue"
import classes from "./Palette.module.css"
import type { ComponentRow, GroupRow, PaletteRow } from "./paletteRows"
import { useEditor } from "./store"

/** Rows lie side by side, so each says how deep it stands and which of how many it is. */
const asTreeItem = ({ level, place, of }: PaletteRow) =>
  ({ tabIndex: -1, "aria-level": level, "aria-posinset": place, "aria-setsize": of }) as const

export function PaletteHead({ row, onFold }: { row: GroupRow; onFold: () => void }) {
  return (
    <button
      type="button"
      role="treeitem"
      {...asTreeItem(row)}
      aria-expanded={row.open}
      className={classes.head}
      onClick={onFold}
    >
      <ChevronRight size={12} aria-hidden /> {row.name}
    </button>
  )
}

interface ItemProps {
  row: ComponentRow
  /** By a search: says of which connector it is and what it does, as nothing above it does. */
  found: boolean
  /** What Enter in the search would add. */
  next: boolean
  onAdd: () => void
}

export function PaletteItem({ row, found, next, onAdd }: ItemProps) {
  const { component } = row
  const readOnly = useEditor((state) => state.readOnly)
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(COMPONENT_TYPE, component.key)
    event.dataTransfer.effectAllowed = "copy"
  }
  return (
    <button
      type="button"
      role="treeitem"
      {...asTreeItem(row)}
      className={classes.item}
      data-testid={`palette-${component.key}`}
      data-kind={component.kind}
      data-found={found || undefined}
      data-next={next || undefined}
      draggable={!readOnly}
      aria-disabled={readOnly}
      aria-label={nameOf(component)}
      title={component.summary}
      onDragStart={onDragStart}
      onClick={onAdd}
    >
      <span className={classes.icon}>
        <ComponentIcon name={component.icon} size={15} />
      </span>
      <span className={classes.title}>
        {found ? nameOf(component) : component.title}
        {found && <span className={classes.summary}>{component.summary}</span>}
      </span>
    </button>
  )
}
