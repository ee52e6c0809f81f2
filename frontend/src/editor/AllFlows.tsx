/** Every flow by name, where the bar has no room for all of their tabs. */
import { ActionIcon, Menu } from "@mantine/core"
import { ChevronsUpDown } from "lucide-react"
import { type RefObject, useEffect, useState } from "react"
import type { Flow } from "../flow/definition"

interface AllFlowsProps {
  flows: Flow[]
  open: Flow | undefined
  choose: (key: string) => void
  /** What scrolls: the menu is there while some of it is out of sight. */
  tabs: RefObject<HTMLElement | null>
}

export function AllFlows({ flows, open, choose, tabs }: AllFlowsProps) {
  const crowded = useCrowded(tabs, flows)
  useEffect(() => {
    if (open && crowded) tabs.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ inline: "nearest" })
  }, [open, crowded, tabs])
  if (!crowded) return null
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`All ${flows.length} flows`} title="All flows">
          <ChevronsUpDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: "auto" }}>
        {flows.map((flow) => (
          <Menu.Item
            key={flow.key}
            fw={flow === open ? 600 : undefined}
            aria-current={flow === open || undefined}
            onClick={() => choose(flow.key)}
          >
            {flow.name || flow.key}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Whether the tabs are wider than their place, looked at again when either may have changed. */
function useCrowded(tabs: RefObject<HTMLElement | null>, flows: Flow[]): boolean {
  const [crowded, setCrowded] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of flows make the tabs as wide as they are
  useEffect(() => {
    const element = tabs.current
    if (!element) return
    const look = () => setCrowded(element.scrollWidth > element.clientWidth + 1)
    look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    return () => watch.disconnect()
  }, [tabs, flows])
  return crowded
}
