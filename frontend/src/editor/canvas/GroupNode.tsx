/**
 * A group: a titled frame around its steps, or, collapsed, one box in their place that keeps their links.
 *
 * The frame is no container: steps stand in the flow as before, and only its title takes the mouse.
 */
import { Handle, type NodeProps, Position } from "@xyflow/react"
import { ChevronDown, ChevronRight, CircleAlert } from "lucide-react"
import { memo, useEffect, useRef, useState } from "react"
import { type Group, LONGEST_NAME } from "../../flow/definition"
import { type DrawingNode, groupIdOf } from "../drawings"
import { type EditorState, flowOf, useEditor, useEditorStore } from "../store"
import classes from "./drawings.module.css"

const groupIn = (state: EditorState, id: string): Group | undefined =>
  flowOf(state)?.annotations?.groups?.find((group) => group.id === id)

export const GroupNode = memo(function GroupNode({ id: node }: NodeProps<DrawingNode>) {
  const id = groupIdOf(node) ?? ""
  const group = useEditor((state) => groupIn(state, id))
  const selected = useEditor((state) => group?.steps.every((step) => state.selected.includes(step)) ?? false)
  const target = useEditor((state) => state.dropEdge === node)
  // Who may only read could not open it, so sees what is in it.
  const collapsed = useEditor((state) => !state.readOnly) && group?.collapsed
  if (!group) return null
  return (
    <div
      className={classes.group}
      data-testid={`group-${id}`}
      data-color={group.color ?? "gray"}
      data-collapsed={collapsed || undefined}
      data-selected={selected || undefined}
      data-target={target || undefined}
    >
      {/* Always there, so that links find them in the moment in which the group collapses. */}
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes.end} />
      <GroupTitle group={group} node={node} />
      <Handle id="out" type="source" position={Position.Right} isConnectable={false} className={classes.end} />
    </div>
  )
})

function GroupTitle({ group, node }: { group: Group; node: string }) {
  const store = useEditorStore()
  const flow = useEditor((state) => state.flowKey)
  const readOnly = useEditor((state) => state.readOnly)
  const edit = useEditor((state) => state.edit)
  const writing = useEditor((state) => state.writing === node)
  const problems = useEditor((state) =>
    group.collapsed ? group.steps.reduce((sum, step) => sum + (state.stepProblems[step]?.length ?? 0), 0) : 0,
  )
  const title = group.title || "Group"
  const Arrow = group.collapsed ? ChevronRight : ChevronDown
  const toggle = () =>
    edit(
      { kind: "setGroup", flow, group: group.id, change: { collapsed: !group.collapsed } },
      { label: group.collapsed ? `Expand ${title}` : `Collapse ${title}` },
    )
  return (
    <div className={`${classes.groupTitle} group-handle`}>
      {!readOnly && (
        <button
          type="button"
          className={`${classes.arrow} nodrag`}
          aria-label={group.collapsed ? `Expand ${title}` : `Collapse ${title}`}
          aria-expanded={!group.collapsed}
          onClick={toggle}
        >
          <Arrow size={14} aria-hidden />
        </button>
      )}
      {writing ? (
        <TitleInput group={group} flow={flow} />
      ) : (
        <button
          type="button"
          className={classes.groupName}
          aria-label={`Select the group ${title}`}
          onClick={() => store.getState().select(group.steps.filter((step) => store.getState().steps[step]))}
          onDoubleClick={() => !readOnly && store.getState().set({ writing: node })}
        >
          <span>{title}</span>
          <span className={classes.count}>
            {group.steps.length} {group.steps.length === 1 ? "step" : "steps"}
          </span>
        </button>
      )}
      {problems > 0 && (
        <span className={classes.problems} role="img" aria-label={`${problems} problems inside`}>
          <CircleAlert size={12} aria-hidden /> {problems}
        </span>
      )}
    </div>
  )
}

/** Enter keeps the title, Escape the one before. */
function TitleInput({ group, flow }: { group: Group; flow: string }) {
  const edit = useEditor((state) => state.edit)
  const set = useEditor((state) => state.set)
  const [title, setTitle] = useState(group.title ?? "")
  const input = useRef<HTMLInputElement>(null)
  const settled = useRef(false)
  useEffect(() => input.current?.select(), [])
  const leave = (keep: boolean) => {
    if (settled.current) return
    settled.current = true
    if (keep && title.trim() !== (group.title ?? ""))
      edit({ kind: "setGroup", flow, group: group.id, change: { title: title.trim() } }, { label: "Rename a group" })
    set({ writing: null })
  }
  return (
    <input
      ref={input}
      // biome-ignore lint/a11y/noAutofocus: somebody has just asked to write here
      autoFocus
      className={`${classes.titleInput} nodrag`}
      aria-label="Title of the group"
      maxLength={LONGEST_NAME}
      value={title}
      onChange={(event) => setTitle(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter") leave(true)
        else if (event.key === "Escape") leave(false)
        else return
        event.stopPropagation()
      }}
    />
  )
}
