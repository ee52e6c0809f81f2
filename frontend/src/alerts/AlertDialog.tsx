/** Making or changing a rule. A webhook's signing secret is shown once, when its target is set. */
import {
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { ApiProblem, api } from "../api/client"
import type { AlertConditions, AlertRule, Integration, KeptAlertRule } from "../api/types"
import { CopyField } from "../ui/CopyField"
import { ProblemNotice } from "../ui/Problem"
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
      <Modal opened onClose={close} title={title} closeOnClickOutside={false}>
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
      </Modal>
    )
  }
  const wrong = save.error instanceof ApiProblem ? save.error.fields : {}
  return (
    <Modal opened onClose={close} title={title} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending) save.mutate()
        }}
      >
        <Stack gap="sm">
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
          <Amount known={known} form={form} set={set} wrong={wrong} />
          {!ofTenant && <Scope value={form.integration} set={(integration) => set({ integration })} />}
          <TextInput
            label="Name"
            placeholder={nameOf(known, form.condition)}
            maxLength={120}
            value={form.name}
            error={wrong.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Target known={known} rule={rule} form={form} set={set} wrong={wrong} />
          {save.isError && Object.keys(wrong).length === 0 && <ProblemNotice failure={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!rule && form.target.trim() === ""}>
              {rule ? "Save" : "Create"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
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
  wrong: Record<string, string>
}

function Amount({ known, form, set, wrong }: PartProps) {
  const condition = known.conditions.find(({ key }) => key === form.condition)
  return (
    <Group gap="sm" grow align="flex-start">
      <NumberInput
        label={condition?.below ? "Fewer than" : "At least"}
        suffix={condition ? ` ${condition.unit}` : ""}
        min={0}
        value={form.threshold}
        error={wrong.threshold}
        onChange={(value) => typeof value === "number" && set({ threshold: value })}
      />
      {!condition?.ofNow && (
        <NumberInput
          label="Within"
          suffix={form.minutes === 1 ? " minute" : " minutes"}
          min={1}
          max={60}
          allowDecimal={false}
          value={form.minutes}
          error={wrong.minutes}
          onChange={(value) => typeof value === "number" && set({ minutes: value })}
        />
      )}
    </Group>
  )
}

function Scope({ value, set }: { value: string; set: (integration: string) => void }) {
  const integrations = useChoices<Integration>("/api/integrations")
  return (
    <Select
      label="Of"
      placeholder="All integrations"
      clearable
      searchable
      data={(integrations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      onChange={(id) => set(id ?? "")}
    />
  )
}

function Target({ known, rule, form, set, wrong }: PartProps & { rule: AlertRule | undefined }) {
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
        error={wrong.target}
        onChange={(event) => set({ target: event.currentTarget.value })}
      />
    </Stack>
  )
}

function suggested(known: AlertConditions, key: string): number {
  return known.conditions.find((condition) => condition.key === key)?.suggested ?? 1
}

function nameOf(known: AlertConditions, key: string): string {
  return known.conditions.find((condition) => condition.key === key)?.label ?? "Alert"
}
