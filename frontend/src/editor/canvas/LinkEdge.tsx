/** A link: a wide hit area, the outlet's name as a label, a plus to splice a step in and a bin. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react"
import { Plus, Trash2 } from "lucide-react"
import { memo } from "react"
import { edgeToLink } from "../../flow/canvas"
import { useEditor } from "../store"
import type { LinkEdgeType } from "../view"
import classes from "./nodes.module.css"

export const LinkEdge = memo(function LinkEdge(props: EdgeProps<LinkEdgeType>) {
  const { id, source, target, sourceHandleId, selected } = props
  const [path, x, y] = getBezierPath(props)
  const lit = useEditor((state) => state.dropEdge === id)
  const hovered = useEditor((state) => state.hoverEdge === id)
  const readOnly = useEditor((state) => state.readOnly)
  const outlet = sourceHandleId ?? "out"
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={26}
        className={classes.link}
        data-lit={lit || undefined}
        data-outlet={outlet}
      />
      <EdgeLabelRenderer>
        <div
          className={`${classes.linkLabel} nodrag nopan`}
          data-edge={id}
          data-selected={selected || undefined}
          data-hover={hovered || undefined}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {outlet !== "out" && (
            <span className={classes.linkName} data-outlet={outlet}>
              {outlet}
            </span>
          )}
          {!readOnly && <LinkButtons link={edgeToLink({ source, target, sourceHandle: outlet })} />}
        </div>
      </EdgeLabelRenderer>
    </>
  )
})

function LinkButtons({ link }: { link: ReturnType<typeof edgeToLink> }) {
  const ask = useEditor((state) => state.ask)
  const edit = useEditor((state) => state.edit)
  const flow = useEditor((state) => state.flowKey)
  return (
    <span className={classes.linkButtons}>
      <button
        type="button"
        aria-label={`Insert a step between ${link.from} and ${link.to}`}
        title="Insert a step"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          ask({ screen: { x: box.right + 8, y: box.top }, parent: null, link })
        }}
      >
        <Plus size={13} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={`Delete the link from ${link.from} to ${link.to}`}
        title="Delete the link"
        onClick={() => edit({ kind: "removeLinks", flow, links: [link] }, { label: "Delete link" })}
      >
        <Trash2 size={12} aria-hidden />
      </button>
    </span>
  )
}
