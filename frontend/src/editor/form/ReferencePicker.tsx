/** A tree of what earlier steps returned, with sample values. A click inserts the reference. */
import { Badge, Popover, Text, TextInput, UnstyledButton } from "@mantine/core"
import { ChevronRight, Search } from "lucide-react"
import { cloneElement, type ReactElement, useState } from "react"
import { type PickerNode, searchTree } from "../../flow/references"
import { type SampleRoot, useSampleScope } from "../useSampleScope"
import classes from "./ReferencePicker.module.css"

interface Props {
  stepId: string
  onPick: (reference: string) => void
  children: ReactElement<{ onClick?: () => void; "aria-expanded"?: boolean }>
}

export function ReferencePicker({ stepId, onPick, children }: Props) {
  const [open, setOpen] = useState(false)
  const pick = (reference: string) => {
    onPick(reference)
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="left-start" width={360} shadow="md" trapFocus withinPortal>
      <Popover.Target>
        {cloneElement(children, { onClick: () => setOpen(!open), "aria-expanded": open })}
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Results of earlier steps">
        {open && <Results stepId={stepId} onPick={pick} />}
      </Popover.Dropdown>
    </Popover>
  )
}

const FOUND_LIMIT = 60

function Results({ stepId, onPick }: { stepId: string; onPick: (reference: string) => void }) {
  const { roots } = useSampleScope(stepId)
  const [search, setSearch] = useState("")
  return (
    <>
      <TextInput
        p="xs"
        data-autofocus
        aria-label="Search results"
        placeholder="Search names and values"
        leftSection={<Search size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.tree}>
        {roots.length === 0 && (
          <Text size="xs" c="dimmed" p="sm">
            No step comes before this one. Link it to an earlier step first.
          </Text>
        )}
        {roots.map((root) => (
          <Root key={root.tree.path} root={root} search={search.trim()} onPick={onPick} />
        ))}
      </div>
    </>
  )
}

function Root({ root, search, onPick }: { root: SampleRoot; search: string; onPick: (reference: string) => void }) {
  const found = search ? searchTree(root.tree, search).slice(0, FOUND_LIMIT) : null
  if (found?.length === 0) return null
  return (
    <section className={classes.root} aria-label={root.title}>
      <header className={classes.rootHead}>
        <strong>{root.title}</strong>
        <Badge size="xs" variant="default" tt="none">
          {root.source}
        </Badge>
      </header>
      {found ? (
        found.map((node) => (
          <Line key={node.path} node={node} label={within(root.tree.path, node)} depth={0} onPick={onPick} />
        ))
      ) : (
        <Branch node={root.tree} depth={0} onPick={onPick} />
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

function Branch({ node, depth, onPick }: { node: PickerNode; depth: number; onPick: (reference: string) => void }) {
  const [open, setOpen] = useState(() => startsOpen(node, depth))
  const folds = node.size > 0
  return (
    <>
      <Line
        node={node}
        label={node.label}
        depth={depth}
        onPick={onPick}
        {...(folds && { open, onToggle: () => setOpen(!open) })}
      />
      {folds &&
        open &&
        node.children().map((child) => <Branch key={child.path} node={child} depth={depth + 1} onPick={onPick} />)}
    </>
  )
}

interface LineProps {
  node: PickerNode
  label: string
  depth: number
  onPick: (reference: string) => void
  open?: boolean
  onToggle?: () => void
}

function Line({ node, label, depth, onPick, open, onToggle }: LineProps) {
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
        title={node.path}
        onClick={() => onPick(node.path)}
      >
        <code>{label}</code>
        <span className={classes.value}>{node.preview || summary(node)}</span>
      </UnstyledButton>
    </div>
  )
}

const summary = (node: PickerNode): string =>
  node.type === "list"
    ? `list of ${node.size}`
    : node.type === "object"
      ? `${node.size} ${node.size === 1 ? "field" : "fields"}`
      : '""'
