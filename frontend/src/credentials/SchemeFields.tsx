/** The fields that a scheme asks for, drawn from the server's table. */
import { Anchor, NumberInput, PasswordInput, Select, Text, Textarea, TextInput } from "@mantine/core"
import type { ReactNode } from "react"
import type { CredentialField, Scheme } from "../api/types"
import { Field } from "../ui/ApiForm"
import classes from "./SignatureReport.module.css"
import { isShown, type Values } from "./schemes"

interface SettingsProps {
  scheme: Scheme
  values: Values
  change: (values: Values) => void
}

export function SettingFields({ scheme, values, change }: SettingsProps) {
  const shown = scheme.settings.filter((field) => isShown(scheme.key, field.name, values))
  return shown.map((field) => (
    <Field key={field.name} name={`settings.${field.name}`}>
      <SettingField
        field={field}
        value={values[field.name] ?? ""}
        change={(value) => change({ ...values, [field.name]: value })}
      />
    </Field>
  ))
}

interface FieldProps {
  field: CredentialField
  value: string | number
  /** Why the server refuses it. */
  error?: ReactNode
  errorProps?: { role: string }
  change: (value: string | number) => void
}

function SettingField({ field, value, error, errorProps, change }: FieldProps) {
  const words = { label: field.title, description: field.description, error, ...(errorProps && { errorProps }) }
  switch (field.kind) {
    case "choice":
      return (
        <Select
          {...words}
          data={field.choices.map((choice) => ({ value: choice, label: CHOICES[choice] ?? choice }))}
          allowDeselect={false}
          value={String(value)}
          onChange={(next) => next && change(next)}
        />
      )
    case "number":
      return (
        <NumberInput
          {...words}
          min={field.minimum ?? 0}
          {...(field.maximum !== null && { max: field.maximum })}
          value={value}
          onChange={change}
        />
      )
    default:
      return (
        <TextInput
          {...words}
          required={field.required}
          withAsterisk={false}
          value={String(value)}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
  }
}

const CHOICES: Record<string, string> = {
  sha256: "SHA-256",
  sha512: "SHA-512",
  sha1: "SHA-1, for services that know no other",
  hex: "Hex",
  base64: "Base64",
  body: "The body",
  "timestamp.body": "Timestamp, a dot, the body",
}

interface SecretProps {
  scheme: Scheme
  values: Values
  /** A stored secret, which stays while nothing is typed: what to say of it. */
  kept?: string
  change: (values: Values) => void
}

export function SecretFields({ scheme, values, kept, change }: SecretProps) {
  return scheme.secret.map((field) => {
    const props = {
      label: field.title,
      autoComplete: "new-password",
      required: kept === undefined,
      withAsterisk: false,
      description: kept ?? field.description,
      value: String(values[field.name] ?? ""),
      onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        change({ ...values, [field.name]: event.currentTarget.value }),
    }
    // A key of many lines cannot be typed blind.
    if (field.kind === "lines") {
      return (
        <Field key={field.name} name={`secret.${field.name}`}>
          <Textarea
            {...props}
            autosize
            minRows={4}
            maxRows={10}
            classNames={{ input: classes.raw ?? "" }}
            spellCheck={false}
          />
        </Field>
      )
    }
    return (
      <Field key={field.name} name={`secret.${field.name}`}>
        <PasswordInput size="xs" {...props} />
      </Field>
    )
  })
}

/** What callers do, where the secret is found, and what is answered to the service's own questions. */
export function SchemeWords({ scheme }: { scheme: Scheme }) {
  return (
    <Text size="xs" c="dimmed" component="div">
      {scheme.text}
      {scheme.find && (
        <>
          {" "}
          <b>Where to find it:</b> {scheme.find}
          {scheme.find.endsWith(".") ? "" : "."}
        </>
      )}
      {scheme.handshake && (
        <>
          {" "}
          <b>Handshake:</b> {scheme.handshake}
        </>
      )}
      {scheme.docs && (
        <>
          {" "}
          <Anchor href={scheme.docs} target="_blank" rel="noreferrer" inherit underline="always">
            {scheme.title} on this
          </Anchor>
        </>
      )}
    </Text>
  )
}
