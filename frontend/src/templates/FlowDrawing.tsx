/** A small drawing of a flow: what stands where, too small to read and large enough to recognise. */
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { componentsQuery } from "../api/components"
import { allSteps, type Flow } from "../flow/definition"
import { drawFlow } from "../flow/drawing"
import { ComponentIcon } from "../ui/ComponentIcon"
import classes from "./FlowDrawing.module.css"

const ICON = 34

export function FlowDrawing({ flow }: { flow: Flow }) {
  const components = useQuery(componentsQuery).data
  const { x, y, width, height, boxes, lines } = useMemo(() => drawFlow(flow), [flow])
  const known = useMemo(() => new Map(components?.map((component) => [component.key, component])), [components])
  const names = allSteps(flow.steps).map((step) => step.name || step.id)
  return (
    <svg
      className={classes.drawing}
      viewBox={`${x} ${y} ${width} ${height}`}
      role="img"
      aria-label={`${flow.name}: ${names.join(", ")}`}
    >
      {boxes.map(({ step, ...box }) => {
        const component = known.get(step.component)
        return (
          <g key={step.id} data-kind={step.steps ? "container" : (component?.kind ?? "action")}>
            <rect
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              rx={component?.kind === "trigger" ? 28 : 12}
            />
            {!step.steps && (
              <svg x={box.x + 16} y={box.y + 13} width={ICON} height={ICON} viewBox="0 0 16 16" aria-hidden="true">
                <ComponentIcon name={component?.icon} size={16} />
              </svg>
            )}
            {!step.steps && <line x1={box.x + 64} x2={box.x + box.width - 24} y1={box.y + 30} y2={box.y + 30} />}
          </g>
        )
      })}
      {lines.map(({ key, path }) => (
        <path key={key} d={path} />
      ))}
    </svg>
  )
}
