/** Making or changing a rule. A webhook's signing secret is shown once, when its target is set. */
import { Alert, Button, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { AlertConditions, AlertRule, Integration, KeptAlertRule } from "../api/types"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import { Dialog } from "../ui/Dialog"
import { useChoices } from "../ui/paged"

interface AlertDialogProps {
  known: AlertConditions
  rule?: AlertRule
  close: () => void
}

export function AlertDialog({ known, rule, close }: AlertDialogProps) {
  const queries = useQueryClient()
  const [form, setForm] = useState(() => ({
    name: rule?.name ?? "",
    condition: rule?.condition ?? "failures",
    integration: rule?.integration ?? "",
    threshold: rule?.threshold ?? suggested(known, "failures"),
    minutes: rule?.minutes ?? 5,
    channel: rule?.channel ?? ("webhook" as AlertRule["channel"]),
    target: "",
  }))
  const set = (changes: Partial<typeof form>) => setForm((old) => ({ ...old, ...changes }))
  const save = useMutation({
    mutationFn: () => {
      const { target, ...rest } = form
      const body = { ...rest, name: form.name || nameOf(known, form.condition), ...((target || !rule) && { target }) }
      return rule
        ? api.patch<KeptAlertRule>(`/api/alerts/${rule.id}`, body)
        : api.post<KeptAlertRule>("/api/alerts", body)
    },
    onSuccess: async (kept) => {
      await queries.invalidateQueries({ queryKey: ["/api/alerts"] })
      if (!kept.secret) close()
    },
  })
  const ofTenant = known.conditions.find(({ key }) => key === form.condition)?.ofTenant
  const secret = save.data?.secret
  const title = rule ? `Change ${rule.name}` : "New alert rule"
  if (secret) {
    return (
      <Dialog onClose={close} title={title} closeOnClickOutside={false}>
        <Stack gap="sm">
          <Alert color="yellow" variant="light">
            Every message is signed by Standard Webhooks with this secret. Copy it now if the receiver checks
            signatures: it is not shown again. A chat's incoming webhook needs none.
          </Alert>
          <CopyField label="Signing secret" value={secret} />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      </Dialog>
    )
  }
  return (
    <Dialog onClose={close} busy={save.isPending} title={title} size="md">
      <ApiForm send={() => save.mutateAsync()} failure={save.error}>
        <Stack gap="sm">
          <Field name="condition">
            <Select
              label="Tell when"
              data-autofocus
              allowDeselect={false}
              data={known.conditions.map(({ key, label }) => ({ value: key, label }))}
              value={form.condition}
              onChange={(key) =>
                key && set({ condition: key as AlertRule["condition"], threshold: suggested(known, key) })
              }
            />
          </Field>
          <Amount known={known} form={form} set={set} />
          {!ofTenant && <Scope value={form.integration} set={(integration) => set({ integration })} />}
          <Field name="name">
            <TextInput
              label="Name"
              placeholder={nameOf(known, form.condition)}
              maxLength={120}
              value={form.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          </Field>
          <Target known={known} rule={rule} form={form} set={set} />
          <Unplaced />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!rule && form.target.trim() === ""}>
              {rule ? "Save" : "Create"}
            </Button>
          </Group>
        </Stack>
      </ApiForm>
    </Dialog>
  )
}

interface Form {
  condition: AlertRule["condition"]
  threshold: number
  minutes: number
  channel: AlertRule["channel"]
  target: string
}

interface PartProps {
  known: AlertConditions
  form: Form
  set: (changes: Partial<Form>) => void
}

function Amount({ known, form, set }: PartProps) {
  const condition = known.conditions.find(({ key }) => key === form.condition)
  return (
    <Group gap="sm" grow align="flex-start">
      <Field name="threshold">
        <NumberInput
          label={condition?.below ? "Fewer than" : "At least"}
          suffix={condition ? ` ${condition.unit}` : ""}
          min={0}
          value={form.threshold}
          onChange={(value) => typeof value === "number" && set({ threshold: value })}
        />
      </Field>
      {!condition?.ofNow && (
        <Field name="minutes">
          <NumberInput
            label="Within"
            suffix={form.minutes === 1 ? " minute" : " minutes"}
            min={1}
            max={60}
            allowDecimal={false}
            value={form.minutes}
            onChange={(value) => typeof value === "number" && set({ minutes: value })}
          />
        </Field>
      )}
    </Group>
  )
}

function Scope({ value, set }: { value: string; set: (integration: string) => void }) {
  const integrations = useChoices<Integration>("/api/integrations")
  return (
    <Field name="integration">
      <Select
        label="Of"
        placeholder="All integrations"
        clearable
        searchable
        data={(integrations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={value || null}
        onChange={(id) => set(id ?? "")}
      />
    </Field>
  )
}

function Target({ known, rule, form, set }: PartProps & { rule: AlertRule | undefined }) {
  const webhook = form.channel === "webhook"
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500} id="alert-channel">
        Tell by
      </Text>
      <SegmentedControl
        aria-labelledby="alert-channel"
        value={form.channel}
        onChange={(channel) => set({ channel: channel as AlertRule["channel"], target: "" })}
        data={[
          { value: "webhook", label: "Webhook" },
          { value: "email", label: "E-mail" },
        ]}
      />
      {!webhook && !known.email && (
        <Text size="xs" c="dimmed">
          This Hookyard sends no e-mail yet: whoever runs it sets EMAIL_URL.
        </Text>
      )}
      <Field name="target">
        <TextInput
          label={webhook ? "URL" : "Addresses"}
          description={
            webhook
              ? "Gets JSON with a text that chats such as Slack and Mattermost show. It is stored encrypted and not shown again."
              : "Up to five, separated by commas."
          }
          placeholder={
            rule && rule.channel === form.channel
              ? `${rule.targetHint} stays, unless you type another`
              : webhook
                ? "https://hooks.example.com/…"
                : "ops@example.com"
          }
          autoComplete="off"
          value={form.target}
          onChange={(event) => set({ target: event.currentTarget.value })}
        />
      </Field>
    </Stack>
  )
}

function suggested(known: AlertConditions, key: string): number {
  return known.conditions.find((condition) => condition.key === key)?.suggested ?? 1
}

function nameOf(known: AlertConditions, key: string): string {
  return known.conditions.find((condition) => condition.key === key)?.label ?? "Alert"
}
