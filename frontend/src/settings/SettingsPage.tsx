/** The tenant's own settings, the look of its wizards, its members, and tokens for programs. */
import { Tabs } from "@mantine/core"
import { AuditLog } from "../audit/AuditLog"
import { useSession } from "../shell/session"
import { StorageSettings } from "../storage/StorageSettings"
import { SystemPanel } from "../system/SystemPanel"
import { useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { Members } from "./Members"
import { TenantSettings } from "./TenantSettings"
import { Tokens } from "./Tokens"
import { WizardLook } from "./WizardLook"

export function SettingsPage() {
  const { can, isStaff } = useSession()
  const owner = can("owner")
  const [tab, setTab] = useFilter("tab", ["deed", "actor", "about"])
  return (
    <>
      <PageHeader title="Settings" text="What counts for the whole tenant." />
      <Tabs value={tab || "tenant"} onChange={setTab} keepMounted={false}>
        <Tabs.List mx="lg" mb="md">
          <Tabs.Tab value="tenant">Tenant</Tabs.Tab>
          <Tabs.Tab value="wizard">Wizard</Tabs.Tab>
          <Tabs.Tab value="members">Members</Tabs.Tab>
          <Tabs.Tab value="storage">Storage</Tabs.Tab>
          {owner && <Tabs.Tab value="tokens">API tokens</Tabs.Tab>}
          {owner && <Tabs.Tab value="audit">Audit log</Tabs.Tab>}
          {owner && isStaff && <Tabs.Tab value="system">System</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="tenant">
          <TenantSettings />
        </Tabs.Panel>
        <Tabs.Panel value="wizard">
          <WizardLook />
        </Tabs.Panel>
        <Tabs.Panel value="storage">
          <StorageSettings />
        </Tabs.Panel>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        {owner && (
          <Tabs.Panel value="tokens">
            <Tokens />
          </Tabs.Panel>
        )}
        {owner && (
          <Tabs.Panel value="audit">
            <AuditLog />
          </Tabs.Panel>
        )}
        {owner && isStaff && (
          <Tabs.Panel value="system">
            <SystemPanel />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  )
}
