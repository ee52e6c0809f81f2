/** An element drawn as it will look; chosen, with everything that is set about it below. */
import { ActionIcon, Collapse, Menu, UnstyledButton } from "@mantine/core"
import { ArrowDown, ArrowUp, CircleAlert, Copy, EllipsisVertical, EyeOff, GripVertical, Trash2 } from "lucide-react"
import { type KeyboardEvent, memo } from "react"
import type { Spot } from "../../flow/pageEdits"
import { askedBy, type PageElement, withCondition } from "../../flow/pages"
import { tell } from "../../ui/Problem"
import { placeName, useBoard } from "./board"
import classes from "./builder.module.css"
import { ConditionSettings } from "./ConditionSettings"
import cards from "./cards.module.css"
import { copyElement, pastedElements } from "./clip"
import { conditionWords } from "./conditionWords"
import { Drawing } from "./Drawing"
import { useDraggable } from "./dragging"
import { ElementSettings } from "./ElementSettings"
import { aboutOf, ELEMENTS } from "./elementWords"
import { problemsOfCard, problemsOfElement, sentences } from "./placeProblems"

interface CardProps {
  element: PageElement
  spot: Spot
}

export const ElementCard = memo(function ElementCard({ element, spot }: CardProps) {
  const { chosen, open: opened, choose, variables, problems, readOnly, deeds } = useBoard()
  const { name, icon: Icon } = ELEMENTS[element.type]
  const own = chosen?.kind === "element" && chosen.spot.page === spot.page && chosen.spot.index === spot.index
  const open = own && opened
  const wrong = problemsOfCard(problems, spot, element, variables)
  const said = sentences(wrong, open)
  const about = aboutOf(element, variables)
  const onKeyDown = useCardKeys(element, spot, open)
  const drag = useDraggable({ kind: "element", spot }, readOnly)
  const toggle = () => choose({ kind: "element", spot }, !open)
  return (
    <li className={cards.card} data-card data-chosen={own || undefined} data-wrong={wrong.length > 0 || undefined}>
      <div className={cards.bar} {...drag}>
        {!readOnly && <GripVertical className={cards.grip} size={14} aria-hidden />}
        <UnstyledButton
          className={cards.barButton}
          data-place={placeName({ kind: "element", spot })}
          aria-expanded={open}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Control+D Delete"
          onClick={toggle}
          onKeyDown={onKeyDown}
        >
          <Icon size={14} aria-hidden />
          <span className={cards.kind}>{name}</span>
          <span className={cards.about}>{about}</span>
          {wrong.length > 0 && (
            <CircleAlert size={14} color="var(--hy-bad)" role="img" aria-label={`${wrong.length} wrong here`} />
          )}
        </UnstyledButton>
        {!readOnly && <CardMenu element={element} spot={spot} about={about || name} />}
      </div>
      {element.shownWhen && <p className={classes.when}>{conditionWords(element.shownWhen, variables)}</p>}
      {said.length > 0 && (
        <ul className={cards.wrong}>
          {said.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the button above does the same by keys */}
      <div className={cards.drawing} onClick={toggle}>
        <Drawing element={element} />
      </div>
      <Collapse expanded={open} transitionDuration={120}>
        {open && (
          <fieldset className={cards.settings} disabled={readOnly} aria-label={`Settings of ${about || name}`}>
            <ElementSettings element={element} spot={spot} />
            <ConditionSettings
              {...spot}
              condition={element.shownWhen}
              wrong={problemsOfElement(problems, spot)}
              change={(shownWhen) => deeds.changeElement(spot, withCondition(element, shownWhen), "shownWhen")}
            />
          </fieldset>
        )}
      </Collapse>
    </li>
  )
})

function useCardKeys(element: PageElement, spot: Spot, open: boolean) {
  const { deeds, readOnly, choose, fly } = useBoard()
  return (event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    const deed = ((): (() => void) | null => {
      if (event.altKey && key === "arrowup") return () => deeds.step(spot, -1)
      if (event.altKey && key === "arrowdown") return () => deeds.step(spot, 1)
      if (ctrl && key === "d") return () => deeds.duplicate(spot)
      if (ctrl && key === "c") return () => void copyElement(element).then(tell)
      if (ctrl && key === "v") return () => void pastedElements().then((found) => found && deeds.paste(found))
      if (key === "delete" || key === "backspace") return () => deeds.takeOff(spot)
      return null
    })()
    if (deed && !readOnly) {
      event.preventDefault()
      deed()
    } else if (key === "escape" && open) choose({ kind: "element", spot }, false)
    else if ((key === "arrowdown" || key === "arrowup") && !ctrl) {
      event.preventDefault()
      neighbour(event.currentTarget, key === "arrowdown" ? 1 : -1)?.focus()
    } else if (key === "enter" && !open) {
      event.preventDefault()
      fly({ kind: "element", spot })
    }
  }
}

/** The next card in the order of the board, whichever page it is on. */
function neighbour(from: EventTarget, by: 1 | -1): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>("[data-card] [data-place]")]
  return all[all.indexOf(from as HTMLElement) + by]
}

function CardMenu({ element, spot, about }: CardProps & { about: string }) {
  const { deeds } = useBoard()
  const key = askedBy(element)
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${about}`}>
          <EllipsisVertical size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<ArrowUp size={14} />} rightSection="Alt+↑" onClick={() => deeds.step(spot, -1)}>
          Move up
        </Menu.Item>
        <Menu.Item leftSection={<ArrowDown size={14} />} rightSection="Alt+↓" onClick={() => deeds.step(spot, 1)}>
          Move down
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} />} rightSection="Ctrl+D" onClick={() => deeds.duplicate(spot)}>
          Duplicate
        </Menu.Item>
        {key !== null && (
          <Menu.Item leftSection={<EyeOff size={14} />} onClick={() => deeds.setHidden(key, true)}>
            Hide from customers
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Trash2 size={14} />} rightSection="Delete" onClick={() => deeds.takeOff(spot)}>
          {key === null ? "Delete" : "Take off the page"}
        </Menu.Item>
        {key !== null && (
          <Menu.Item color="red" leftSection={<Trash2 size={14} />} onClick={() => deeds.removeVariable(key)}>
            Delete the variable
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
