/** The flows above a canvas that is only looked at, each with how much of it changed. */
import { UnstyledButton } from "@mantine/core"
import classes from "./versions.module.css"

export interface ChosenFlow {
  key: string
  name: string
  count?: number
}

interface Props {
  flows: ChosenFlow[]
  open: string
  choose: (key: string) => void
}

export function FlowChooser({ flows, open, choose }: Props) {
  return (
    <nav className={classes.chooser} aria-label="Flows">
      {flows.map(({ key, name, count }) => (
        <UnstyledButton
          key={key}
          className={classes.chosen}
          aria-current={key === open || undefined}
          onClick={() => choose(key)}
        >
          {name}
          {count ? <span className={classes.count}>{count === 1 ? "1 change" : `${count} changes`}</span> : null}
        </UnstyledButton>
      ))}
    </nav>
  )
}
