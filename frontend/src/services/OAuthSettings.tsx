/** What OAuth 2 needs: the app that was registered at the service, and its addresses. */
import { PasswordInput, Select, TagsInput, TextInput } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import { Field } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import type { SettingsProps } from "./ServiceDialog"
import { apart } from "./serviceForm"

export function OAuthSettings({ form, set, hasSecret }: SettingsProps & { hasSecret: boolean }) {
  const byConsent = form.scheme === "oauth2_code"
  return (
    <>
      {byConsent && <RedirectUri />}
      <Field name="settings.clientId">
        <TextInput
          label="Client ID"
          description={
            byConsent
              ? "Of the app you registered at the service."
              : "Empty: each customer fills in a client ID and secret."
          }
          autoComplete="off"
          value={form.clientId}
          onChange={(event) => set({ clientId: event.currentTarget.value })}
        />
      </Field>
      {(byConsent || form.clientId !== "") && (
        <Field name="clientSecret">
          <PasswordInput
            label="Client secret"
            description={hasSecret ? "Kept. Leave empty to keep it." : "Stored encrypted and never shown again."}
            autoComplete="new-password"
            value={form.clientSecret}
            onChange={(event) => set({ clientSecret: event.currentTarget.value })}
          />
        </Field>
      )}
      {byConsent && (
        <Field name="settings.authorizeUrl">
          <TextInput
            label="Authorization URL"
            description="Where people sign in and agree. Further parameters may stand in it."
            placeholder="https://example.com/oauth/authorize"
            value={form.authorizeUrl}
            onChange={(event) => set({ authorizeUrl: event.currentTarget.value })}
          />
        </Field>
      )}
      <Field name="settings.tokenUrl">
        <TextInput
          label="Token URL"
          placeholder="https://example.com/oauth/token"
          value={form.tokenUrl}
          onChange={(event) => set({ tokenUrl: event.currentTarget.value })}
        />
      </Field>
      <Field name="settings.revokeUrl">
        <TextInput
          label="Revocation URL"
          description="Asked to end the access when somebody disconnects. Empty where the service has none."
          placeholder="https://example.com/oauth/revoke"
          value={form.revokeUrl}
          onChange={(event) => set({ revokeUrl: event.currentTarget.value })}
        />
      </Field>
      <Field name="settings.scopes">
        <TagsInput
          label="Scopes"
          description="What is asked for. Press Enter or space after each."
          splitChars={[",", " "]}
          acceptValueOnBlur
          value={form.scopes}
          onChange={(scopes) => set({ scopes: apart(scopes) })}
        />
      </Field>
      <Field name="settings.clientAuth">
        <Select
          label="The app proves itself"
          data={[
            { value: "basic", label: "In the Authorization header" },
            { value: "body", label: "In the form" },
          ]}
          allowDeselect={false}
          value={form.clientAuth}
          onChange={(next) => next && set({ clientAuth: next as "basic" | "body" })}
        />
      </Field>
    </>
  )
}

function RedirectUri() {
  const uri = useQuery({
    queryKey: ["redirect-uri"],
    queryFn: async () => (await api.get<{ redirectUri: string }>("/api/services/redirect")).redirectUri,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!uri.data) return null
  return (
    <CopyField
      label="Redirect URI"
      value={uri.data}
      hint="Register your app at the service with exactly this one; some call it callback URL."
    />
  )
}
