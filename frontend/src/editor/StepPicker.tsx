/** The window that asks which step to add: opened by a plus, by N, by a double click, by a link let go in empty space. */
import { TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react"
import type { Component } from "../api/types"
import { ComponentIcon } from "../ui/ComponentIcon"
import { recentComponents, searchComponents } from "./catalogue"
import classes from "./Palette.module.css"
import { type AddRequest, useEditor } from "./store"
import { useAddComponent } from "./useAddComponent"

export function StepPicker() {
  const request = useEditor((state) => state.adding)
  return request && <PickerWindow request={request} />
}

function PickerWindow({ request }: { request: AddRequest }) {
  const ask = useEditor((state) => state.ask)
  const components = useEditor((state) => state.components)
  const [search, setSearch] = useState("")
  const [active, setActive] = useState(0)
  const options = useRef<HTMLDivElement>(null)
  const add = useAddComponent()
  const opener = useRef(document.activeElement)
  const close = () => {
    ask(null)
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }

  const found = useMemo(() => offered(Object.values(components), search, request), [components, search, request])
  const chosen = found[Math.min(active, found.length - 1)]

  useEffect(() => {
    options.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" })
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((now) => (now + step + found.length) % Math.max(1, found.length))
    else if (event.key === "Enter" && chosen) add(chosen, request)
    else if (event.key === "Escape" || event.key === "Tab") close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <div className={classes.backdrop} onPointerDown={close} aria-hidden />
      <div className={classes.window} style={placed(request)} role="dialog" aria-label="Add a step">
        <TextInput
          className={classes.search}
          data-autofocus
          ref={(input) => input?.focus({ preventScroll: true })}
          role="combobox"
          aria-label="Search for a step to add"
          aria-expanded
          aria-controls="step-options"
          aria-activedescendant={chosen && `option-${chosen.key}`}
          placeholder="What happens next?"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <div className={classes.options} ref={options} id="step-options" role="listbox" aria-label="Components">
          {found.map((component) => (
            <Option
              key={component.key}
              component={component}
              active={component === chosen}
              onChoose={() => add(component, request)}
            />
          ))}
          {found.length === 0 && <p className={classes.none}>Nothing matches. Try “if”, “http” or “code”.</p>}
        </div>
      </div>
    </>
  )
}

function Option({ component, active, onChoose }: { component: Component; active: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      role="option"
      tabIndex={-1}
      id={`option-${component.key}`}
      aria-selected={active}
      aria-label={component.title}
      className={classes.item}
      data-active={active || undefined}
      data-kind={component.kind}
      onClick={onChoose}
    >
      <span className={classes.icon}>
        <ComponentIcon name={component.icon} size={15} />
      </span>
      <span className={classes.title}>
        {component.title}
        <span className={classes.summary}>{component.summary}</span>
      </span>
    </button>
  )
}

/** What can follow here; what was used lately comes first until something is typed. */
function offered(components: Component[], search: string, request: AddRequest): Component[] {
  const follows = request.after !== undefined || request.link !== undefined || request.parent !== null
  const possible = follows ? components.filter((component) => component.kind !== "trigger") : components
  if (search.trim()) return searchComponents(possible, search)
  const recent = recentComponents()
  const rank = (component: Component) =>
    recent.includes(component.key) ? recent.indexOf(component.key) : recent.length
  return possible.toSorted((a, b) => rank(a) - rank(b))
}

/** Beside the place it was asked from, but always wholly in the window. */
function placed({ screen }: AddRequest) {
  const left = Math.max(8, Math.min(screen.x, window.innerWidth - 336))
  const top = Math.max(8, Math.min(screen.y, window.innerHeight - 396))
  return { left, top }
}
