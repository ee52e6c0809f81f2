import { Kbd, Modal } from "@mantine/core"
import classes from "./Editor.module.css"
import { BINDINGS, CLIPBOARD_KEYS, shown } from "./keys"

/** Every key of the canvas, from the same table that makes them work. */
export function KeysDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keys" size="xl">
      <dl className={classes.keys}>
        {[...BINDINGS, ...CLIPBOARD_KEYS].map(({ title, keys }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              {keys.map((combination) => (
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
