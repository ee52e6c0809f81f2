/** The window that asks which step to add: opened by a plus, by N, by a double click, by a link let go in empty space. */
import { TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { useMemo, useRef, useState } from "react"
import type { Component } from "../api/types"
import { type Flow, parentOf } from "../flow/definition"
import { ComponentIcon } from "../ui/ComponentIcon"
import { nameOf, offered, type PlaceOfStep } from "./catalogue"
import { letTabPass } from "./commands/places"
import classes from "./Palette.module.css"
import { type AddRequest, flowOf, useEditor } from "./store"
import { useAddComponent } from "./useAddComponent"
import { useListbox } from "./useListbox"

export function StepPicker() {
  const request = useEditor((state) => state.adding)
  return request && <PickerWindow request={request} />
}

function PickerWindow({ request }: { request: AddRequest }) {
  const ask = useEditor((state) => state.ask)
  const components = useEditor((state) => state.components)
  const flow = useEditor(flowOf)
  const [search, setSearch] = useState("")
  const add = useAddComponent()
  const opener = useRef(document.activeElement)
  const close = () => {
    ask(null)
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }

  const found = useMemo(
    () => offered(Object.values(components), search, placeOf(flow, request)),
    [components, search, flow, request],
  )
  const choose = (index: number) => {
    const component = found[index]
    if (component) add(component, request)
  }
  const leave = (key: "Escape" | "Tab") => {
    close()
    if (key === "Tab") letTabPass(opener.current)
  }
  const { active, setActive, optionId, field, list } = useListbox(found.length, choose, leave)
  return (
    <>
      <div className={classes.backdrop} onPointerDown={close} aria-hidden />
      <div className={classes.window} style={placed(request)} role="dialog" aria-label="Add a step">
        <TextInput
          className={classes.search}
          {...field}
          data-autofocus
          ref={(input) => input?.focus({ preventScroll: true })}
          aria-label="Search for a step to add"
          placeholder="What happens next?"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setActive(0)
          }}
        />
        <div {...list} role="listbox" className={classes.options} aria-label="Components">
          {found.map((component, index) => (
            <Option
              key={component.key}
              id={optionId(index)}
              component={component}
              active={index === active}
              onChoose={() => choose(index)}
            />
          ))}
          {found.length === 0 && <p className={classes.none}>Nothing matches. Try “if”, “http” or “code”.</p>}
        </div>
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  component: Component
  active: boolean
  onChoose: () => void
}

function Option({ id, component, active, onChoose }: OptionProps) {
  return (
    <button
      type="button"
      role="option"
      tabIndex={-1}
      id={id}
      aria-selected={active}
      aria-label={nameOf(component)}
      className={classes.item}
      data-active={active || undefined}
      data-kind={component.kind}
      onClick={onChoose}
    >
      <span className={classes.icon}>
        <ComponentIcon name={component.icon} size={15} />
      </span>
      <span className={classes.title}>
        {nameOf(component)}
        <span className={classes.summary}>{component.summary}</span>
      </span>
    </button>
  )
}

function placeOf(flow: Flow | undefined, { after, before, link, parent }: AddRequest): PlaceOfStep {
  const beside = after?.step ?? before ?? link?.from
  const inLoop = parent !== null || (flow !== undefined && beside !== undefined && parentOf(flow, beside) !== null)
  return { follows: beside !== undefined || parent !== null, inLoop }
}

/** Beside the place it was asked from, but always wholly in the window. */
function placed({ screen }: AddRequest) {
  const left = Math.max(8, Math.min(screen.x, window.innerWidth - 336))
  const top = Math.max(8, Math.min(screen.y, window.innerHeight - 396))
  return { left, top }
}
