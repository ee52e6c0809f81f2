/** Everything that can be put on the canvas, at its left: searched, grouped, dragged or clicked. */
import { TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { type DragEvent, useMemo, useState } from "react"
import type { Component } from "../api/types"
import { ComponentIcon } from "../ui/ComponentIcon"
import { COMPONENT_TYPE } from "./canvas/dropping"
import { grouped, searchComponents } from "./catalogue"
import classes from "./Palette.module.css"
import { useEditor } from "./store"
import { useAddComponent } from "./useAddComponent"

export function Palette() {
  const components = useEditor((state) => state.components)
  const [search, setSearch] = useState("")
  const add = useAddComponent()
  const found = useMemo(() => searchComponents(Object.values(components), search), [components, search])
  const groups = search.trim() ? [{ name: "Found", components: found }] : grouped(found)
  return (
    <section className={classes.palette} aria-label="Components">
      <TextInput
        className={classes.search}
        aria-label="Search components"
        placeholder="Search components"
        leftSection={<Search size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key === "Enter" && first && search) add(first)
          if (event.key === "Escape") setSearch("")
        }}
      />
      <div className={classes.list}>
        {groups.map((group) => (
          <div key={group.name} className={classes.group}>
            <h2>{group.name}</h2>
            {group.components.map((component) => (
              <PaletteItem key={component.key} component={component} onAdd={() => add(component)} />
            ))}
          </div>
        ))}
        {found.length === 0 && <p className={classes.none}>No component matches “{search}”.</p>}
      </div>
    </section>
  )
}

function PaletteItem({ component, onAdd }: { component: Component; onAdd: () => void }) {
  const readOnly = useEditor((state) => state.readOnly)
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(COMPONENT_TYPE, component.key)
    event.dataTransfer.effectAllowed = "copy"
  }
  return (
    <button
      type="button"
      className={classes.item}
      data-testid={`palette-${component.key}`}
      data-kind={component.kind}
      draggable={!readOnly}
      disabled={readOnly}
      aria-label={`Add ${component.title}`}
      title={component.summary}
      onDragStart={onDragStart}
      onClick={onAdd}
    >
      <span className={classes.icon}>
        <ComponentIcon name={component.icon} size={15} />
      </span>
      <span className={classes.title}>{component.title}</span>
    </button>
  )
}
