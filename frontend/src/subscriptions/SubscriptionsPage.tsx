/** What programs subscribed to by API, and the master tokens by which they do it. */
import { Tabs } from "@mantine/core"
import { Tokens } from "../settings/Tokens"
import { useSession } from "../shell/session"
import { useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { SubscriptionList } from "./SubscriptionList"

export function SubscriptionsPage() {
  const owner = useSession().can("owner")
  const [tab, setTab] = useFilter("tab", ["state", "customer"])
  return (
    <>
      <PageHeader
        title="Subscriptions"
        text="Programs subscribe to triggers by API, and each event is delivered, signed, to an endpoint of theirs."
      />
      <Tabs value={tab || "list"} onChange={(value) => setTab(value === "list" ? null : value)} keepMounted={false}>
        {owner && (
          <Tabs.List mx="lg" mb="md">
            <Tabs.Tab value="list">Subscriptions</Tabs.Tab>
            <Tabs.Tab value="tokens">Master tokens</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="list">
          <SubscriptionList />
        </Tabs.Panel>
        {owner && (
          <Tabs.Panel value="tokens">
            <Tokens />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  )
}
