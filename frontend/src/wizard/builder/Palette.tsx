/** What can be put on a page: click adds it beside what is chosen, dragging puts it anywhere. */
import { Text, UnstyledButton } from "@mantine/core"
import { type LucideIcon, Variable } from "lucide-react"
import { flowsWithUrl } from "../../flow/pages"
import { type Dragged, useBoard } from "./board"
import classes from "./builder.module.css"
import { useDraggable } from "./dragging"
import { begin, ELEMENTS, PLAIN } from "./elementWords"

export function Palette() {
  const { deeds, definition } = useBoard()
  const routed = (definition.endpoint?.type ?? "flow") !== "flow"
  const flow = routed ? undefined : flowsWithUrl(definition)[0]?.key
  return (
    <section className={classes.palette} aria-label="Elements">
      <h2>Elements</h2>
      <Text size="xs" c="dimmed">
        Drag onto a page, or click to add.
      </Text>
      <ul className={classes.paletteList}>
        <Item
          name="Config variable"
          text="A value the customer gives: text, number, choice, list, form…"
          icon={Variable}
          dragged={{ kind: "newVariable" }}
          add={deeds.addVariable}
        />
        {PLAIN.map((type) => (
          <Item
            key={type}
            {...ELEMENTS[type]}
            dragged={{ kind: "new", make: () => begin(type, flow) }}
            add={() => deeds.add(() => begin(type, flow))}
          />
        ))}
      </ul>
    </section>
  )
}

interface ItemProps {
  name: string
  text: string
  icon: LucideIcon
  dragged: Dragged
  add: () => void
}

function Item({ name, text, icon: Icon, dragged, add }: ItemProps) {
  const { readOnly } = useBoard()
  const drag = useDraggable(dragged, readOnly)
  return (
    <li>
      <UnstyledButton className={classes.paletteItem} title={text} disabled={readOnly} onClick={add} {...drag}>
        <Icon size={15} aria-hidden />
        {name}
      </UnstyledButton>
    </li>
  )
}
