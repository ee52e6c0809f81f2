/** Makes or changes a credential. A stored secret is never shown; typing a new one replaces it. */
import { NumberInput, PasswordInput, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Credential, CredentialScheme } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { isShown, SCHEMES, type Setting, type SettingValues, settingsToSend, startValues } from "./schemes"

interface CredentialDialogProps {
  /** Absent: a new one. */
  credential?: Credential
  saved?: (credential: Credential) => void
  close: () => void
}

export function CredentialDialog({ credential, saved, close }: CredentialDialogProps) {
  const queries = useQueryClient()
  const [name, setName] = useState(credential?.name ?? "")
  const [scheme, setScheme] = useState<CredentialScheme>(credential?.scheme ?? "api_key")
  const [values, setValues] = useState(startValues(scheme, credential?.settings))
  const [secret, setSecret] = useState("")
  const { settings, secret: secretOf, text } = SCHEMES[scheme]

  const choose = (next: CredentialScheme) => {
    setScheme(next)
    setValues(startValues(next))
  }
  const submit = async () => {
    const body = {
      name,
      settings: settingsToSend(scheme, values),
      ...(secret && { secret: { [secretOf.name]: secret } }),
    }
    const answer = credential
      ? await api.patch<Credential>(`/api/credentials/${credential.id}`, body)
      : await api.post<Credential>("/api/credentials", { ...body, scheme })
    await queries.invalidateQueries({ queryKey: ["/api/credentials"] })
    saved?.(answer)
  }
  return (
    <FormDialog
      title={credential ? `Change ${credential.name}` : "New credential"}
      action={credential ? "Save" : "Create"}
      submit={submit}
      close={close}
      disabled={name.trim() === "" || (!credential && secret === "")}
    >
      <TextInput
        label="Name"
        placeholder="Acme ERP signing secret"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {!credential && (
        <Stack gap={4}>
          <SegmentedControl
            aria-label="Kind of credential"
            fullWidth
            value={scheme}
            onChange={(value) => choose(value as CredentialScheme)}
            data={Object.entries(SCHEMES).map(([value, { label }]) => ({ value, label }))}
          />
          <Text size="xs" c="dimmed">
            {text}
          </Text>
        </Stack>
      )}
      <Settings settings={settings} values={values} change={setValues} />
      <PasswordInput
        label={secretOf.label}
        size="xs"
        autoComplete="new-password"
        required={!credential}
        withAsterisk={false}
        description={
          credential
            ? `Kept${credential.hint ? `, ends with ${credential.hint}` : ""}. Leave empty to keep it.`
            : "Stored encrypted, never shown again."
        }
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

interface SettingsProps {
  settings: Setting[]
  values: SettingValues
  change: (values: SettingValues) => void
}

function Settings({ settings, values, change }: SettingsProps) {
  const shown = settings.filter((setting) => isShown(setting, values))
  return shown.map((setting) => (
    <SettingField
      key={setting.name}
      setting={setting}
      value={values[setting.name] ?? setting.value}
      change={(value) => change({ ...values, [setting.name]: value })}
    />
  ))
}

interface SettingFieldProps {
  setting: Setting
  value: string | number
  change: (value: string | number) => void
}

function SettingField({ setting, value, change }: SettingFieldProps) {
  if (setting.choices) {
    return (
      <Select
        label={setting.label}
        data={setting.choices}
        allowDeselect={false}
        value={String(value)}
        onChange={(next) => next && change(next)}
      />
    )
  }
  if (typeof setting.value === "number") {
    return <NumberInput label={setting.label} min={1} value={value} onChange={(next) => change(Number(next))} />
  }
  return (
    <TextInput
      label={setting.label}
      description={setting.hint}
      required={!setting.optional}
      withAsterisk={false}
      value={String(value)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
