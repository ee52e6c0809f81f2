/** What callers must do: methods and types of body, and the credential they present. */
import { MultiSelect, Text } from "@mantine/core"
import { METHODS } from "../bench/payload"
import { CredentialSelect } from "../credentials/CredentialSelect"
import { CustomersOwn } from "./CustomersOwn"
import { FlowsOfSteps } from "./FlowsOfSteps"
import { stepCredentials, stepKinds, stepMethods, webhookCredential, webhookKinds, webhookMethods } from "./rules"
import { firstOf, type SettingProps } from "./StopSettings"

const KINDS = [
  { value: "json", label: "JSON" },
  { value: "form", label: "Form" },
  { value: "multipart", label: "Multipart with files" },
  { value: "xml", label: "XML" },
  { value: "csv", label: "CSV" },
  { value: "text", label: "Text" },
  { value: "binary", label: "Anything else, as bytes" },
]

const kindWords = (kinds: string[]): string =>
  kinds.length > 0
    ? kinds.map((kind) => KINDS.find(({ value }) => value === kind)?.label ?? kind).join(", ")
    : "any type"

export function MethodSetting({ open, integrationId, wrong }: SettingProps) {
  const { definition, endpoint, change } = open
  if (endpoint.type === "flow") {
    return (
      <FlowsOfSteps
        integrationId={integrationId}
        definition={definition}
        text="Each flow has its own URL, so the Webhook step of each says which methods and types it takes."
        show={(step) => `${webhookMethods(step).join(", ")} · ${kindWords(webhookKinds(step))}`}
      />
    )
  }
  return (
    <>
      <MultiSelect
        label="Methods"
        data-field="methods"
        description="Other methods are answered 405. None chosen: those of the Webhook steps behind this URL."
        placeholder={
          endpoint.methods?.length ? "" : `As the Webhook steps say: ${stepMethods(definition).join(", ") || "POST"}`
        }
        maw={440}
        clearable
        data={METHODS}
        value={endpoint.methods ?? []}
        error={firstOf(wrong, "methods")}
        onChange={(methods) => change({ methods: methods.length > 0 ? methods : undefined })}
      />
      <MultiSelect
        label="Content types"
        data-field="contentTypes"
        description="Other bodies are answered 415. None chosen: those of the Webhook steps behind this URL."
        placeholder={
          endpoint.contentTypes?.length ? "" : `As the Webhook steps say: ${kindWords(stepKinds(definition))}`
        }
        maw={440}
        clearable
        data={KINDS}
        value={endpoint.contentTypes ?? []}
        error={firstOf(wrong, "contentTypes")}
        onChange={(kinds) => change({ contentTypes: kinds.length > 0 ? kinds : undefined })}
      />
    </>
  )
}

export function CredentialSetting(props: SettingProps) {
  const { open, integrationId, wrong } = props
  const { definition, endpoint, change } = open
  if (endpoint.type === "flow") {
    return (
      <>
        <FlowsOfSteps
          integrationId={integrationId}
          definition={definition}
          text="Each flow has its own URL, so the Webhook step of each says what its callers must present."
          show={(step) => webhookCredential(step) ?? "None"}
        />
        <CustomersOwn {...props} />
      </>
    )
  }
  const named = stepCredentials(definition)
  const fallback =
    named.length === 1 && named[0] ? `As the Webhook steps say: ${named[0]}` : "None: anybody with the URL may call"
  return (
    <>
      <div data-field="credential">
        <CredentialSelect
          label="Credential"
          description="Checked on the raw bytes before anything runs; a caller without it is answered 401."
          none={fallback}
          value={endpoint.credential ?? null}
          error={wrong.credential}
          change={(credential) => change({ credential: credential ?? undefined })}
        />
      </div>
      <CustomersOwn {...props} />
      <Text size="xs" c="dimmed">
        The URL holds an unguessable part already. A credential also tells who sent a request, and that nobody changed
        it.
      </Text>
    </>
  )
}
