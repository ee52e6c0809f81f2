/** A link: a wide hit area, the outlet's name as a label, a plus to splice a step in and a bin. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react"
import { Plus, Trash2 } from "lucide-react"
import { memo } from "react"
import { type Link, outletOf } from "../../flow/definition"
import { useCoverage } from "../coverage"
import { useEditor } from "../store"
import { type LinkEdgeType, linkOf } from "../view"
import classes from "./links.module.css"

/** To a step this close the name at the outlet is enough; on the link it would lie over the plus of the next outlet. */
const CLOSE = 140

export const LinkEdge = memo(function LinkEdge(props: EdgeProps<LinkEdgeType>) {
  const { id, source, target, sourceHandleId, data, selected } = props
  const link = linkOf({ source, target, sourceHandle: sourceHandleId ?? null, data })
  const [path, x, y] = getBezierPath(props)
  const lit = useEditor((state) => state.dropEdge === id)
  const near = useEditor((state) => state.hoverEdge === id) || selected
  const readOnly = useEditor((state) => state.readOnly)
  const buttons = !readOnly && near
  const taken = useEditor((state) => state.linkCounts[id] ?? 0)
  const set = useEditor((state) => state.set)
  const change = useEditor((state) => state.changes[id]?.kind)
  const untaken = useCoverage((state) => state.untaken.has(id))
  const outlet = outletOf(link)
  const close = props.targetX - props.sourceX < CLOSE
  const named = outlet !== "out" && (readOnly || near || !close)
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={26}
        className={classes.link}
        data-lit={lit || undefined}
        data-outlet={outlet}
        data-change={change}
        data-untaken={untaken || undefined}
      />
      {/* Only where there is something to see: hundreds of hidden buttons would cost frames and Tab presses. */}
      {(buttons || untaken || taken > 0 || named || change) && (
        <EdgeLabelRenderer>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are the interactive elements */}
          <div
            className={`${classes.linkLabel} nodrag nopan`}
            data-edge={id}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            onMouseEnter={() => set({ hoverEdge: id })}
            onMouseLeave={() => set({ hoverEdge: null })}
          >
            {named && (
              <span className={classes.linkName} data-outlet={outlet}>
                {outlet}
              </span>
            )}
            {taken > 0 && <LinkCount count={taken} />}
            {change && (
              <span className={classes.linkName} data-change={change}>
                link {change}
              </span>
            )}
            {untaken && (
              <span className={classes.untaken} title="No test takes this">
                {near ? "No test takes this" : "no test"}
              </span>
            )}
            {buttons && <LinkButtons link={link} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

/** How often the run that the canvas shows went along here. */
function LinkCount({ count }: { count: number }) {
  return (
    <span className={classes.linkCount} title={`Taken ${count === 1 ? "once" : `${count} times`}`}>
      {count}
    </span>
  )
}

function LinkButtons({ link }: { link: Link }) {
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
