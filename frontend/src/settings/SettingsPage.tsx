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

const TABS = {
  tenant: "Tenant",
  wizard: "Wizard",
  members: "Members",
  storage: "Storage",
  tokens: "API tokens",
  audit: "Audit log",
  system: "System",
}

export function SettingsPage() {
  const { can, isStaff } = useSession()
  const owner = can("owner")
  const [tab, setTab] = useFilter("tab", ["deed", "actor", "about"])
  const shown = tab in TABS ? (tab as keyof typeof TABS) : "tenant"
  return (
    <>
      <PageHeader title="Settings" name={`${TABS[shown]} · Settings`} text="What counts for the whole tenant." />
      <Tabs value={shown} onChange={setTab} keepMounted={false}>
        <Tabs.List mx="lg" mb="md">
          <Tabs.Tab value="tenant">{TABS.tenant}</Tabs.Tab>
          <Tabs.Tab value="wizard">{TABS.wizard}</Tabs.Tab>
          <Tabs.Tab value="members">{TABS.members}</Tabs.Tab>
          <Tabs.Tab value="storage">{TABS.storage}</Tabs.Tab>
          {owner && <Tabs.Tab value="tokens">{TABS.tokens}</Tabs.Tab>}
          {owner && <Tabs.Tab value="audit">{TABS.audit}</Tabs.Tab>}
          {owner && isStaff && <Tabs.Tab value="system">{TABS.system}</Tabs.Tab>}
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
