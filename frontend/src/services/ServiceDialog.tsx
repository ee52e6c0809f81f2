/** Describes an outside service, or changes it. A stored client secret is never shown; typing a new one replaces it. */
import { Divider, Group, Select, TagsInput, Textarea, TextInput } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Service, ServiceScheme, ServiceStart } from "../api/types"
import { useConnectionsChanged } from "../connections/changed"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { CustomSettings } from "./CustomSettings"
import { KNOWN } from "./known"
import { OAuthSettings } from "./OAuthSettings"
import { apart, formOf, hostOf, KINDS, type ServiceForm, settingsOf, startForm } from "./serviceForm"

export interface SettingsProps {
  form: ServiceForm
  set: (changes: Partial<ServiceForm>) => void
}

interface ServiceDialogProps {
  /** Absent: a new one. */
  service?: Service
  saved?: (service: Service) => void
  close: () => void
}

export function ServiceDialog({ service, saved, close }: ServiceDialogProps) {
  const changed = useConnectionsChanged()
  const [form, setForm] = useState(() => startForm(service))
  const set = (changes: Partial<ServiceForm>) => setForm((before) => ({ ...before, ...changes }))
  const submit = async () => {
    const body = {
      name: form.name.trim(),
      settings: settingsOf(form),
      ...(form.clientSecret && { clientSecret: form.clientSecret }),
    }
    const answer = service
      ? await api.patch<Service>(`/api/services/${service.id}`, body)
      : await api.post<Service>("/api/services", { ...body, scheme: form.scheme, key: form.key.trim() || null })
    await changed()
    saved?.(answer)
  }
  const oauth = form.scheme === "oauth2_code" || form.scheme === "oauth2_client"
  return (
    <FormDialog
      title={service ? `Change ${service.name}` : "New service"}
      action={service ? "Save" : "Create"}
      size="lg"
      submit={submit}
      close={close}
      disabled={form.name.trim() === ""}
    >
      {!service && <StartFrom set={set} />}
      <Group grow align="flex-start" gap="sm">
        <Field name="name">
          <TextInput
            label="Name"
            description="As your customers know it."
            data-autofocus
            required
            withAsterisk={false}
            maxLength={120}
            value={form.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </Field>
        <Field name="key">
          <TextInput
            label="Key"
            description={
              service ? "Integrations name it by this." : "Integrations name it by this. Empty: made of the name."
            }
            readOnly={service !== undefined}
            maxLength={80}
            value={form.key}
            onChange={(event) => set({ key: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_-]/g, "-") })}
          />
        </Field>
      </Group>
      <Field name="scheme">
        <Select
          label="How customers connect"
          description={KINDS.find(({ value }) => value === form.scheme)?.text}
          data={KINDS.map(({ value, label }) => ({ value, label }))}
          allowDeselect={false}
          readOnly={service !== undefined}
          value={form.scheme}
          onChange={(next) => next && set({ scheme: next as ServiceScheme })}
        />
      </Field>
      {oauth && <OAuthSettings form={form} set={set} hasSecret={service?.hasClientSecret ?? false} />}
      {form.scheme === "custom" && <CustomSettings form={form} set={set} />}
      {form.scheme === "api_key" && (
        <Group grow align="flex-start" gap="sm">
          <Field name="settings.header">
            <TextInput
              label="Header"
              placeholder="X-Api-Key"
              value={form.header}
              onChange={(event) => set({ header: event.currentTarget.value })}
            />
          </Field>
          <Field name="settings.prefix">
            <TextInput
              label="Before the key"
              placeholder="Such as Token, with a space"
              value={form.prefix}
              onChange={(event) => set({ prefix: event.currentTarget.value })}
            />
          </Field>
        </Group>
      )}
      <Divider />
      <OfConnector form={form} set={set} />
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <Field name="settings.test">
          <TextInput
            label="Test URL"
            description={
              form.connector
                ? "Called whenever somebody connects: 2xx is good, 401 and 403 are not. Empty: the connector's own test."
                : "Called whenever somebody connects: 2xx is good, 401 and 403 are not."
            }
            placeholder="https://api.example.com/me"
            flex={1}
            value={form.testUrl}
            onChange={(event) => set({ testUrl: event.currentTarget.value })}
            onBlur={() => {
              const host = hostOf(form.testUrl)
              if (host && form.hosts.length === 0) set({ hosts: [host] })
            }}
          />
        </Field>
        <Select
          label="Method"
          w={100}
          data={["GET", "POST", "HEAD"]}
          allowDeselect={false}
          value={form.testMethod}
          onChange={(next) => next && set({ testMethod: next })}
        />
      </Group>
      <Field name="settings.hosts">
        <TagsInput
          label="Hosts"
          description="The only ones that ever get what customers entrust to you: api.example.com, *.example.com. Press Enter after each."
          splitChars={[",", " "]}
          acceptValueOnBlur
          value={form.hosts}
          onChange={(hosts) => set({ hosts: apart(hosts) })}
        />
      </Field>
      <Field name="settings.instructions">
        <Textarea
          label="Instructions"
          description="Shown to whoever connects: where to click, what to copy. **Bold** and `code` may stand in it."
          autosize
          minRows={2}
          maxRows={8}
          value={form.instructions}
          onChange={(event) => set({ instructions: event.currentTarget.value })}
        />
      </Field>
    </FormDialog>
  )
}

const useStarts = () =>
  useQuery({ queryKey: ["services", "starts"], queryFn: () => api.get<ServiceStart[]>("/api/services/starts") }).data ??
  []

/** Which way to connect of which connector, as one choice. */
const wayOf = (connector: string, auth: string) => `${connector} ${auth}`

function OfConnector({ form, set }: SettingsProps) {
  const ways = useStarts().map(({ connector, auth, label }) => ({ value: wayOf(connector, auth), label }))
  const chosen = wayOf(form.connector, form.auth)
  const known = ways.some(({ value }) => value === chosen)
  return (
    <Field name={["settings.connector", "settings.auth"]}>
      <Select
        label="Connector"
        description="Its steps and triggers use accounts of this service, and its own test tries them. No other connector gets them."
        placeholder="None: for requests of your own"
        searchable
        clearable
        nothingFoundMessage="No connector of this name"
        data={form.connector === "" || known ? ways : [...ways, { value: chosen, label: form.connector }]}
        value={form.connector === "" ? null : chosen}
        onChange={(next) => {
          const [connector = "", auth = ""] = (next ?? "").split(" ")
          set({ connector, auth })
        }}
      />
    </Field>
  )
}

function StartFrom({ set }: { set: (changes: Partial<ServiceForm>) => void }) {
  const connectors = useStarts()
  const begin = (label: string | null) => {
    const start = connectors.find((one) => one.label === label)
    set(start ? formOf(start) : (KNOWN.find(({ name }) => asKnown(name) === label) ?? startForm()))
  }
  return (
    <Select
      label="Start from"
      description="Fills in what a connector asks for, or what the service's own documentation says. Or leave it, and fill in everything."
      placeholder="A connector, or a known service"
      searchable
      clearable
      nothingFoundMessage="Not known: fill in what its documentation says"
      data={[
        { group: "For steps and triggers of a connector", items: connectors.map(({ label }) => label) },
        { group: "For requests of your own", items: KNOWN.map(({ name }) => ({ value: asKnown(name), label: name })) },
      ]}
      onChange={begin}
    />
  )
}

/** A connector may have the name of a known service. */
const asKnown = (name: string) => `${name}, known`
