/** Where events go and how each destination fares; beside it all that was sent, wherever it went. */
import { Button, Tabs, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { DeliverySchedule } from "../api/types"
import { useSession } from "../shell/session"
import { useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { DeliveryList } from "./DeliveryList"
import { DestinationDialog } from "./DestinationDialog"
import { DestinationList } from "./DestinationList"
import { span } from "./words"

export function DestinationsPage() {
  const builder = useSession().can("builder")
  const [tab, setTab] = useFilter("tab", ["status", "customer", "search", "message"])
  const [making, setMaking] = useState(false)
  const create = builder && (
    <Button leftSection={<Plus size={15} />} onClick={() => setMaking(true)}>
      New destination
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Deliveries"
        text="Events go to these destinations, signed, and are tried again until they are taken."
        actions={create}
      />
      <Published />
      <Tabs value={tab || "list"} onChange={(value) => setTab(value === "list" ? null : value)} keepMounted={false}>
        <Tabs.List mx="lg" mb="md">
          <Tabs.Tab value="list">Destinations</Tabs.Tab>
          <Tabs.Tab value="sent">All that was sent</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="list">
          <DestinationList make={builder && (() => setMaking(true))} />
        </Tabs.Panel>
        <Tabs.Panel value="sent">
          <DeliveryList />
        </Tabs.Panel>
      </Tabs>
      {making && <DestinationDialog close={() => setMaking(false)} />}
    </>
  )
}

function Published() {
  const { data } = useQuery({
    queryKey: ["delivery-schedule"],
    queryFn: () => api.get<DeliverySchedule>("/api/destinations/schedule"),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data) return null
  return (
    <Text size="xs" c="dimmed" px="lg" pb="sm">
      An event that is not taken is tried {data.attempts} times: again after {data.waits.map(span).join(", ")}. After{" "}
      {data.disableAfterDays} days without success a destination is disabled, and its owners are told.
    </Text>
  )
}
