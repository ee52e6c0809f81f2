/** A sticky note: words for people, beside the steps. Written in place; Escape or a click elsewhere ends that. */
import { type NodeProps, NodeResizer, type ResizeParams } from "@xyflow/react"
import { memo, useEffect, useRef } from "react"
import { LONGEST_NOTE } from "../../flow/annotating"
import type { Note } from "../../flow/definition"
import { type DrawingNode, noteIdOf } from "../drawings"
import { type EditorState, flowOf, useEditor } from "../store"
import classes from "./drawings.module.css"

const SMALLEST = { width: 96, height: 56 }
const LARGEST = 4000

const noteIn = (state: EditorState, id: string): Note | undefined =>
  flowOf(state)?.annotations?.notes?.find((note) => note.id === id)

export const NoteNode = memo(function NoteNode({ id: node, selected }: NodeProps<DrawingNode>) {
  const id = noteIdOf(node) ?? ""
  const note = useEditor((state) => noteIn(state, id))
  const flow = useEditor((state) => state.flowKey)
  const readOnly = useEditor((state) => state.readOnly)
  const writing = useEditor((state) => state.writing === node)
  const edit = useEditor((state) => state.edit)
  const set = useEditor((state) => state.set)
  if (!note) return null

  const resized = (_event: unknown, { x, y, width, height }: ResizeParams) => {
    const change = {
      at: { x: Math.round(x), y: Math.round(y) },
      size: { width: Math.round(width), height: Math.round(height) },
    }
    edit({ kind: "setNote", flow, note: id, change }, { label: "Resize a note" })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the node around it takes the keyboard; Enter writes, as the key table says
    <div
      className={classes.note}
      data-testid={`note-${id}`}
      data-color={note.color ?? "yellow"}
      data-selected={selected || undefined}
      onDoubleClick={() => !readOnly && set({ writing: node })}
    >
      <NodeResizer
        isVisible={selected && !readOnly && !writing}
        minWidth={SMALLEST.width}
        minHeight={SMALLEST.height}
        maxWidth={LARGEST}
        maxHeight={LARGEST}
        handleClassName={classes.corner ?? ""}
        lineClassName={classes.side ?? ""}
        onResizeEnd={resized}
      />
      {writing ? (
        <NoteText note={note} flow={flow} leave={() => set({ writing: null })} />
      ) : (
        <p className={classes.text}>{note.text || <span className={classes.hint}>Double-click to write</span>}</p>
      )}
    </div>
  )
})

function NoteText({ note, flow, leave }: { note: Note; flow: string; leave: () => void }) {
  const edit = useEditor((state) => state.edit)
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    area.current?.focus({ preventScroll: true })
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length)
  }, [])
  return (
    <textarea
      ref={area}
      className={`${classes.text} ${classes.writing} nodrag nopan nowheel`}
      aria-label="Text of the note"
      placeholder="Write a note"
      maxLength={LONGEST_NOTE}
      value={note.text}
      onChange={(event) =>
        edit(
          { kind: "setNote", flow, note: note.id, change: { text: event.currentTarget.value } },
          { label: "Write a note", burst: `note ${note.id}` },
        )
      }
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        event.stopPropagation()
        // The keyboard stays with the note, so that the next key is for it.
        const node = event.currentTarget.closest<HTMLElement>(".react-flow__node")
        leave()
        node?.focus({ preventScroll: true })
      }}
    />
  )
}
