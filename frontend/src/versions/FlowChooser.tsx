/** Tabs of flows above a canvas that is only looked at, each with how much of it changed. */
import { Badge, Tabs } from "@mantine/core"

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
    <Tabs value={open} onChange={(key) => key && choose(key)} variant="default" aria-label="Flows">
      <Tabs.List>
        {flows.map(({ key, name, count }) => (
          <Tabs.Tab
            key={key}
            value={key}
            rightSection={
              count ? (
                <Badge size="xs" variant="light" circle aria-label={`${count} ${count === 1 ? "change" : "changes"}`}>
                  {count}
                </Badge>
              ) : null
            }
          >
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
