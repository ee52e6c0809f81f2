/** Every key of the canvas, from the same table that makes them work. */
import { Kbd, Modal } from "@mantine/core"
import classes from "../Editor.module.css"
import { keysOf, useBindings } from "./bindings"
import { shown } from "./strokes"
import { COMMANDS } from "./table"

export function KeysDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const changed = useBindings((state) => state.changed)
  return (
    <Modal opened={opened} onClose={close} title="Keys" size="xl">
      <dl className={classes.keys}>
        {COMMANDS.filter(({ name }) => keysOf(name, changed).length > 0).map(({ name, title }) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>
              {keysOf(name, changed).map((combination) => (
                <Kbd key={combination} size="xs">
                  {shown(combination)}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
        <div>
          <dt>Pan, box select</dt>
          <dd>Space or middle button and drag, two fingers; drag</dd>
        </div>
      </dl>
    </Modal>
  )
}
