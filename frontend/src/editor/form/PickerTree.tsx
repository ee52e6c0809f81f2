/** One earlier step in the result picker: its fields as a tree, with types, the values of the sample, and ways into lists. */
import { ActionIcon, Badge, Tooltip, UnstyledButton } from "@mantine/core"
import {
  Braces,
  ChevronRight,
  ClipboardPaste,
  Hash,
  List,
  type LucideIcon,
  Minus,
  ToggleLeft,
  Type,
} from "lucide-react"
import { createContext, type DragEvent, useContext, useState } from "react"
import { plain, type Written } from "../../flow/arrays"
import { type PickerNode, searchTree, type ValueType } from "../../flow/references"
import type { SampleRoot } from "../sampleScope"
import { dragReference } from "./dragging"
import { ListActions } from "./ListActions"
import classes from "./ReferencePicker.module.css"

export interface PickerFrame {
  /** The step whose input is being filled in. */
  stepId: string
  as: Written
  pick: (text: string) => void
  paste: (stepId: string) => void
}

export const PickerContext = createContext<PickerFrame | null>(null)

export function usePicker(): PickerFrame {
  const frame = useContext(PickerContext)
  if (!frame) throw new Error("This belongs below a PickerContext")
  return frame
}

const FOUND_LIMIT = 60

export function ResultRoot({ root, search }: { root: SampleRoot; search: string }) {
  const { paste } = usePicker()
  const found = search ? searchTree(root.tree, search).slice(0, FOUND_LIMIT) : null
  if (found?.length === 0) return null
  const isStep = root.tree.path === `${root.stepId}.results`
  return (
    <section className={classes.root} aria-label={root.title}>
      <header className={classes.rootHead}>
        <strong>{root.title}</strong>
        <Badge size="xs" variant="default" tt="none" className={classes.source}>
          {root.source}
        </Badge>
        {isStep && root.stepId !== "trigger" && (
          <Tooltip label="Paste what it returns">
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Paste results of ${root.stepId}`}
              onClick={() => paste(root.stepId)}
            >
              <ClipboardPaste size={13} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {found ? (
        found.map((node) => <Line key={node.path} node={node} label={within(root.tree.path, node)} depth={0} />)
      ) : (
        <Branch node={root.tree} depth={0} />
      )}
    </section>
  )
}

/** The path below the root that is named above it: long paths would lose their end, where they differ. */
const within = (root: string, { path, label }: PickerNode) =>
  path.startsWith(root) && path !== root ? path.slice(root.length).replace(/^\./, "") : label

/** Open from the start: what people look for most, the payload; other parts when they are short. */
function startsOpen({ label, size }: PickerNode, depth: number): boolean {
  if (depth === 0) return true
  return depth < 4 ? label === "body" || label === "data" || (depth === 1 && size <= 4 && label !== "rawBody") : false
}

function Branch({ node, depth }: { node: PickerNode; depth: number }) {
  const [open, setOpen] = useState(() => startsOpen(node, depth))
  const folds = node.size > 0
  return (
    <>
      <Line node={node} label={node.label} depth={depth} {...(folds && { open, onToggle: () => setOpen(!open) })} />
      {folds && open && node.type === "list" && <ListActions node={node} depth={depth + 1} />}
      {folds && open && node.children().map((child) => <Branch key={child.path} node={child} depth={depth + 1} />)}
    </>
  )
}

interface LineProps {
  node: PickerNode
  label: string
  depth: number
  open?: boolean
  onToggle?: () => void
}

function Line({ node, label, depth, open, onToggle }: LineProps) {
  const { as, pick } = usePicker()
  return (
    <div className={classes.line} style={{ paddingLeft: 6 + depth * 14 }}>
      {onToggle ? (
        <UnstyledButton
          className={classes.fold}
          aria-expanded={open ?? false}
          aria-label={`Parts of ${node.path}`}
          onClick={onToggle}
        >
          <ChevronRight size={13} data-open={open || undefined} aria-hidden />
        </UnstyledButton>
      ) : (
        <span className={classes.fold} />
      )}
      <UnstyledButton
        className={classes.pick}
        aria-label={node.path}
        title={`${node.path}: ${node.type}`}
        draggable
        onDragStart={(event: DragEvent) => dragReference(event, node.path)}
        onClick={() => pick(plain(node.path, as))}
      >
        <TypeIcon type={node.type} />
        <code>{label}</code>
        <span className={classes.value}>{node.preview || summary(node)}</span>
      </UnstyledButton>
    </div>
  )
}

const TYPE_ICONS: Record<ValueType, LucideIcon> = {
  object: Braces,
  list: List,
  text: Type,
  number: Hash,
  boolean: ToggleLeft,
  nothing: Minus,
}

function TypeIcon({ type }: { type: ValueType }) {
  const Icon = TYPE_ICONS[type]
  return <Icon size={12} className={classes.type} aria-label={type} />
}

const summary = (node: PickerNode): string =>
  node.type === "list"
    ? `list of ${node.size}`
    : node.type === "object"
      ? `${node.size} ${node.size === 1 ? "field" : "fields"}`
      : '""'
