/** The keys of one command: shown, changed by pressing others, taken away, put back. */
import { ActionIcon, Button, Kbd, Tooltip } from "@mantine/core"
import { Pencil, RotateCcw, X } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { holderOf, keysOf, useBindings } from "./bindings"
import classes from "./keys.module.css"
import { combinationOf, shown } from "./strokes"
import { type CommandName, commandNamed } from "./table"

interface KeyRowProps {
  name: CommandName
  recording: boolean
  record: (on: boolean) => void
}

export function KeyRow({ name, recording, record }: KeyRowProps) {
  const { title, whileTyping } = commandNamed(name)
  const changed = useBindings((state) => state.changed)
  const { bind, reset } = useBindings.getState()
  const keys = keysOf(name, changed)
  return (
    <div className={classes.row} data-changed={name in changed || undefined}>
      <span>
        {title}
        {whileTyping && <span className={classes.also}>also in fields</span>}
      </span>
      {recording ? (
        <Recorder name={name} done={() => record(false)} />
      ) : (
        <span className={classes.keys}>
          {keys.map((combination) => (
            <Kbd key={combination} size="xs">
              {shown(combination)}
            </Kbd>
          ))}
          <span className={classes.tools}>
            {name in changed && (
              <Tool label={`Put the keys of ${title} back`} icon={RotateCcw} onClick={() => reset(name)} />
            )}
            {keys.length > 0 && (
              <Tool label={`Take the keys of ${title} away`} icon={X} onClick={() => bind(name, [])} />
            )}
            <Tool label={`Change the keys of ${title}`} icon={Pencil} onClick={() => record(true)} />
          </span>
        </span>
      )}
    </div>
  )
}

/** Takes the next key press. One that another command has is asked about first. */
function Recorder({ name, done }: { name: CommandName; done: () => void }) {
  const [pressed, setPressed] = useState<string | null>(null)
  const { bind, changed } = useBindings()
  const holder = pressed === null ? null : holderOf(pressed, name, changed)
  const box = useRef<HTMLSpanElement>(null)

  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The question about another command's key is answered with the keyboard too.
      if (pressed !== null && event.key !== "Escape") return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.key === "Escape") return done()
      const combination = combinationOf(event)
      if (combination === null) return
      if (holderOf(combination, name, useBindings.getState().changed) !== null) return setPressed(combination)
      bind(name, [combination])
      done()
    }
    window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [name, pressed, bind, done])

  if (pressed === null || holder === null) {
    return (
      <span className={classes.recording} role="status" ref={box} tabIndex={-1}>
        Press the new keys, or Esc
      </span>
    )
  }
  const take = () => {
    const others = keysOf(holder, changed).filter((keys) => keys !== pressed)
    bind(holder, others)
    bind(name, [pressed])
    done()
  }
  return (
    <span className={classes.conflict} role="alert">
      <span>
        {shown(pressed)} belongs to “{commandNamed(holder).title}”.
      </span>
      <Button size="compact-xs" data-autofocus ref={(button) => button?.focus()} onClick={take}>
        Use it here
      </Button>
      <Button size="compact-xs" variant="default" onClick={done}>
        Cancel
      </Button>
    </span>
  )
}

function Tool({ label, icon: Icon, onClick }: { label: string; icon: typeof X; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="xs" variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon size={12} />
      </ActionIcon>
    </Tooltip>
  )
}
