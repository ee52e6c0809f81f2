/**
 * Connects an account at a service: its fields, or the service's own page in a window.
 *
 * For: dialogs of members, and pages of the wizard. It knows no address: the desk does.
 */
import { Alert, Anchor, Button, Checkbox, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { CircleAlert, ExternalLink } from "lucide-react"
import { type ReactNode, useState } from "react"
import { ApiProblem } from "../api/client"
import type { Connection } from "../api/types"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { Prose } from "../ui/Prose"
import type { ConnectableService, ConnectionDesk, Values } from "./desk"
import { type Stage, useConsent } from "./useConsent"

interface ConnectFormProps {
  desk: ConnectionDesk
  service: ConnectableService
  /** Absent: a new one, called `name`. */
  connection?: Connection
  name: string
  connected: (connection: Connection) => void
  /** Fields above those of the service. */
  above?: ReactNode
  /** Another button beside the one that connects. */
  leave?: ReactNode
}

export function ConnectForm({ desk, service, connection, name, connected, above, leave }: ConnectFormProps) {
  const [made, setMade] = useState(connection)
  const [values, setValues] = useState<Values>(() => startValues(service, connection))
  const [untested, setUntested] = useState(false)
  const consent = useConsent(desk, connected)
  const byConsent = service.scheme === "oauth2_code"

  const find = async () => {
    // Read anew: what changes from now on came of this attempt.
    const found = made ? await desk.read(made.id) : await desk.create(service.key, name, {}, false)
    setMade(found)
    return found
  }
  const save = useMutation({
    mutationFn: async () => {
      if (byConsent) return consent.begin(find)
      connected(
        await (made
          ? desk.change(made.id, values, untested)
          : desk.create(service.key, name, filled(values), untested)),
      )
    },
  })
  const refused = save.error instanceof ApiProblem && save.error.code === "connection_refused" ? save.error : null
  const waiting = consent.stage.kind === "waiting" || consent.stage.kind === "preparing"
  const lacking = !made && service.fieldsAsked.some(({ key, required }) => required && !values[key])
  return (
    <ApiForm send={() => save.mutateAsync()} failure={save.error}>
      <Stack gap="sm">
        {above}
        {service.instructions && (
          <Text size="sm" component="div">
            <Prose text={service.instructions} />
          </Text>
        )}
        {service.fieldsAsked.map(({ key, label, secret, required }) => {
          const Control = secret ? PasswordInput : TextInput
          return (
            <Field key={key} name={`values.${key}`}>
              <Control
                label={required ? label : `${label} (optional)`}
                autoComplete={secret ? "new-password" : "off"}
                required={!made && required}
                withAsterisk={false}
                {...(made && secret && { description: "Leave empty to keep what is stored." })}
                value={values[key] ?? ""}
                onChange={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
              />
            </Field>
          )
        })}
        {byConsent && <ConsentWords stage={consent.stage} service={service.name} />}
        {refused ? <NotConnected words={refused.message} /> : <Unplaced />}
        {(refused !== null || untested) && (
          <Checkbox
            label="Save it without testing"
            description="For keys that the service does not let in yet."
            checked={untested}
            onChange={(event) => setUntested(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          {leave}
          <Button
            type="submit"
            loading={save.isPending || consent.stage.kind === "preparing"}
            disabled={lacking || (!name.trim() && !made)}
            {...(byConsent && { rightSection: <ExternalLink size={14} /> })}
            {...(waiting && { variant: "default" })}
          >
            {action(service, byConsent, waiting)}
          </Button>
        </Group>
      </Stack>
    </ApiForm>
  )
}

function action(service: ConnectableService, byConsent: boolean, waiting: boolean): string {
  if (!byConsent) return "Test and save"
  return waiting ? "Open the window again" : `Continue to ${service.name}`
}

function ConsentWords({ stage, service }: { stage: Stage; service: string }) {
  if (stage.kind === "refused") return <NotConnected words={stage.words} />
  if (stage.kind !== "waiting") {
    return (
      <Text size="sm" c="dimmed">
        A window of {service} opens and asks you to sign in and agree. Then this page goes on by itself.
      </Text>
    )
  }
  return (
    <Text size="sm" role="status">
      {stage.blocked ? (
        <>
          Your browser kept the window from opening.{" "}
          <Anchor href={stage.url} target="_blank" rel="opener" inherit underline="always">
            Open {service} in a new tab
          </Anchor>
          ; this page goes on by itself when you are done there.
        </>
      ) : (
        <>Waiting for you to agree at {service}. This page goes on by itself.</>
      )}
    </Text>
  )
}

/** In the service's own words, and what to do. */
function NotConnected({ words }: { words: string }) {
  return (
    <Alert color="red" variant="light" icon={<CircleAlert size={18} />} title="Not connected" role="alert">
      <Text size="sm">{words}</Text>
    </Alert>
  )
}

const filled = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""))

function startValues(service: ConnectableService, connection: Connection | undefined): Values {
  const settings: Record<string, string> = connection?.settings ?? {}
  return Object.fromEntries(service.fieldsAsked.map(({ key, secret }) => [key, secret ? "" : (settings[key] ?? "")]))
}
