/** Everything that can be put on the canvas, at its left: searched, grouped, dragged or clicked. */
import { TextInput } from "@mantine/core"
import { ChevronRight, Search } from "lucide-react"
import { type DragEvent, useMemo, useState } from "react"
import type { Component } from "../api/types"
import { ComponentIcon } from "../ui/ComponentIcon"
import { COMPONENT_TYPE } from "./canvas/dropping"
import { type Group, grouped, nameOf, searchComponents } from "./catalogue"
import classes from "./Palette.module.css"
import { useEditor } from "./store"
import { useAddComponent } from "./useAddComponent"

export function Palette() {
  const components = useEditor((state) => state.components)
  const [search, setSearch] = useState("")
  const add = useAddComponent()
  const found = useMemo(() => searchComponents(Object.values(components), search), [components, search])
  const searching = search.trim() !== ""
  const groups = searching ? [{ name: "Found", folds: false, components: found }] : grouped(found)
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
          <PaletteGroup key={group.name} group={group} named={searching} add={add} />
        ))}
        {found.length === 0 && <p className={classes.none}>No component matches “{search}”.</p>}
      </div>
    </section>
  )
}

function PaletteGroup({ group, named, add }: { group: Group; named: boolean; add: (component: Component) => void }) {
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.group}>
      <h2>
        {group.folds ? (
          <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronRight size={12} aria-hidden /> {group.name}
          </button>
        ) : (
          group.name
        )}
      </h2>
      {(open || !group.folds) &&
        group.components.map((component) => (
          <PaletteItem key={component.key} component={component} named={named} onAdd={() => add(component)} />
        ))}
    </div>
  )
}

interface ItemProps {
  component: Component
  /** Says of which connector it is, as nothing above it does. */
  named: boolean
  onAdd: () => void
}

function PaletteItem({ component, named, onAdd }: ItemProps) {
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
      aria-label={`Add ${nameOf(component)}`}
      title={component.summary}
      onDragStart={onDragStart}
      onClick={onAdd}
    >
      <span className={classes.icon}>
        <ComponentIcon name={component.icon} size={15} />
      </span>
      <span className={classes.title}>{named ? nameOf(component) : component.title}</span>
    </button>
  )
}
