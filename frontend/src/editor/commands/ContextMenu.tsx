/** The menu of a step, a link or the empty canvas: what the table says can be done there, each with its key. */
import { Menu } from "@mantine/core"
import { Fragment } from "react"
import { useEditor } from "../store"
import { keysOf, useBindings } from "./bindings"
import type { OpenMenu } from "./CommandsProvider"
import type { Command, CommandContext } from "./command"
import classes from "./commands.module.css"
import { focusStep } from "./places"
import { shown } from "./strokes"
import { COMMANDS, type CommandName, inSections, isUsable } from "./table"

interface Props extends OpenMenu {
  context: CommandContext
  close: () => void
}

export function ContextMenu({ place, at, context, close }: Props) {
  const state = context.store.getState()
  const offered = COMMANDS.filter((command) => command.menus?.includes(place) && isUsable(command, state, context.page))
  const leave = () => {
    close()
    const [selected] = context.store.getState().selected
    if (selected) focusStep(selected)
  }
  const choose = (command: Command) => {
    leave()
    command.run({ ...context, at })
  }
  return (
    <Menu opened onClose={leave} position="bottom-start" offset={2} width={276} returnFocus={false}>
      <Menu.Target>
        <div className={classes.spot} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={`Actions for the ${place === "pane" ? "canvas" : place}`}
        onContextMenu={(event) => event.preventDefault()}
      >
        {inSections(offered).map(({ section, commands }, index) => (
          <Fragment key={section}>
            {index > 0 && <Menu.Divider />}
            <Items commands={commands} context={context} choose={choose} />
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface ItemsProps {
  commands: readonly Command<CommandName>[]
  context: CommandContext
  choose: (command: Command) => void
}

/** A submenu stands where its first command would. */
function Items({ commands, context, choose }: ItemsProps) {
  const item = (command: Command<CommandName>) => (
    <Item key={command.name} command={command} context={context} onChoose={() => choose(command)} />
  )
  return commands.map((command, index) => {
    if (command.submenu === undefined) return item(command)
    const members = commands.filter(({ submenu }) => submenu === command.submenu)
    return (
      commands.indexOf(members[0] ?? command) === index && (
        <Menu.Sub key={command.submenu}>
          <Menu.Sub.Target>
            <Menu.Sub.Item>{command.submenu}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>{members.map(item)}</Menu.Sub.Dropdown>
        </Menu.Sub>
      )
    )
  })
}

interface ItemProps {
  command: Command<CommandName>
  context: CommandContext
  onChoose: () => void
}

function Item({ command, context, onChoose }: ItemProps) {
  const title = useEditor((state) => command.titleNow?.(state, context.page) ?? command.title)
  const [keys] = useBindings((state) => keysOf(command.name, state.changed))
  return (
    <Menu.Item
      onClick={onChoose}
      c={command.name === "remove" ? "var(--hy-bad)" : undefined}
      rightSection={keys && <span className={classes.key}>{shown(keys)}</span>}
    >
      {title}
    </Menu.Item>
  )
}
