/** Makes or changes a credential. A stored secret is never shown; typing a new one replaces it. */
import { Select, Stack, TextInput } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Credential, CredentialScheme, Scheme } from "../api/types"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { SchemeWords, SecretFields, SettingFields } from "./SchemeFields"
import { groupedChoices, secretToSend, settingsToSend, startValues, type Values } from "./schemes"
import { useSchemes } from "./useSchemes"

interface CredentialDialogProps {
  /** Absent: a new one. */
  credential?: Credential
  saved?: (credential: Credential) => void
  close: () => void
}

export function CredentialDialog(props: CredentialDialogProps) {
  const schemes = useSchemes()
  return schemes.data ? <Form {...props} schemes={schemes.data} /> : null
}

function Form({ credential, saved, close, schemes }: CredentialDialogProps & { schemes: Scheme[] }) {
  const queries = useQueryClient()
  const find = (key: CredentialScheme) => schemes.find((one) => one.key === key) as Scheme
  const [name, setName] = useState(credential?.name ?? "")
  const [scheme, setScheme] = useState(find(credential?.scheme ?? "api_key"))
  const [values, setValues] = useState(startValues(scheme, credential?.settings))
  const [secret, setSecret] = useState<Values>({})
  const typed = secretToSend(scheme, secret)
  const begun = Object.values(secret).some((value) => value !== "")

  const choose = (next: Scheme) => {
    setScheme(next)
    setValues(startValues(next))
    setSecret({})
  }
  const submit = async () => {
    const body = { name, settings: settingsToSend(scheme, values), ...(typed && { secret: typed }) }
    const answer = credential
      ? await api.patch<Credential>(`/api/credentials/${credential.id}`, body)
      : await api.post<Credential>("/api/credentials", { secret: {}, ...body, scheme: scheme.key })
    await queries.invalidateQueries({ queryKey: ["/api/credentials"] })
    await queries.invalidateQueries({ queryKey: ["credentials"] })
    saved?.(answer)
  }
  const lacksSecret = scheme.secret.length > 0 && !typed && (!credential || begun)
  return (
    <FormDialog
      title={credential ? `Change ${credential.name}` : "New credential"}
      action={credential ? "Save" : "Create"}
      submit={submit}
      close={close}
      disabled={name.trim() === "" || lacksSecret}
    >
      <Field name="name">
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
      </Field>
      <Stack gap={6}>
        {!credential && (
          <Field name="scheme">
            <Select
              label="Kind"
              description="A service that is listed brings its own way of signing."
              searchable
              allowDeselect={false}
              nothingFoundMessage="No such service: most sign like HMAC signature"
              maxDropdownHeight={320}
              data={groupedChoices(schemes)}
              value={scheme.key}
              onChange={(key) => key && choose(find(key as CredentialScheme))}
            />
          </Field>
        )}
        <SchemeWords scheme={scheme} />
      </Stack>
      <SettingFields scheme={scheme} values={values} change={setValues} />
      <SecretFields
        scheme={scheme}
        values={secret}
        change={setSecret}
        {...(credential && {
          kept: `Kept${credential.hint ? `, ends with ${credential.hint}` : ""}. Leave empty to keep it.`,
        })}
      />
    </FormDialog>
  )
}
