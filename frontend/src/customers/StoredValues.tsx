/** What the flows of an instance, or of all customers of an integration, keep between runs: seen, mended, taken away. */
import { ActionIcon, Button, Group, JsonInput, Select, Text, TextInput } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { ChevronDown, ChevronRight, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { StoredValue } from "../api/types"
import { useSession } from "../shell/session"
import { Field } from "../ui/ApiForm"
import { type Column, DataTable } from "../ui/DataTable"
import { FormDialog } from "../ui/FormDialog"
import { Json } from "../ui/Json"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"

interface Props {
  /** `/api/instances/…` or `/api/integrations/…`. */
  of: string
  /** Flows that may keep values of their own, by key. */
  flows?: { value: string; label: string }[]
  /** Who may change them. */
  needs: "operator" | "builder"
}

type Dialog = { change: StoredValue } | { remove: StoredValue } | "new" | null

/** Folded: asked for when somebody wants to see it. */
export function StoredValues(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        px={4}
        leftSection={open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Stored values
      </Button>
      {open && <List {...props} />}
    </div>
  )
}

function List({ of, flows = [], needs }: Props) {
  const may = useSession().can(needs)
  const [dialog, setDialog] = useState<Dialog>(null)
  const rows = usePaged<StoredValue>(`${of}/values`)
  const nameOf = (flowKey: string | null) => flows.find(({ value }) => value === flowKey)?.label ?? flowKey
  const columns: Column<StoredValue>[] = [
    { title: "Key", cell: (stored) => <code>{stored.key}</code> },
    { title: "Value", cell: (stored) => <Json value={stored.value} open={1} /> },
    { title: "Scope", cell: ({ scope, flowKey }) => (scope === "flow" ? `flow ${nameOf(flowKey)}` : scope) },
    { title: "Changed", cell: (stored) => <When time={stored.updatedAt} /> },
    {
      title: "",
      width: 80,
      cell: (stored) =>
        may && (
          <Group gap={2} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Edit ${stored.key}`}
              onClick={() => setDialog({ change: stored })}
            >
              <Pencil size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={`Delete ${stored.key}`}
              onClick={() => setDialog({ remove: stored })}
            >
              <Trash2 size={14} />
            </ActionIcon>
          </Group>
        ),
    },
  ]
  const close = () => setDialog(null)
  return (
    <>
      <DataTable
        label="Stored values"
        columns={columns}
        rows={rows}
        rowKey={(stored) => stored.id}
        empty={
          <Text size="sm" c="dimmed" px={8} pb={4}>
            Nothing is stored. Steps such as Set value and Add to value keep things here between runs.
          </Text>
        }
      />
      {may && (
        <Button variant="default" size="compact-xs" leftSection={<Plus size={13} />} onClick={() => setDialog("new")}>
          Store a value
        </Button>
      )}
      {dialog === "new" && <NewValue of={of} flows={flows} close={close} />}
      {dialog && typeof dialog === "object" && "change" in dialog && (
        <ChangeValue of={of} stored={dialog.change} close={close} />
      )}
      {dialog && typeof dialog === "object" && "remove" in dialog && (
        <RemoveValue of={of} stored={dialog.remove} close={close} />
      )}
    </>
  )
}

function useChanged(of: string): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [`${of}/values`] })
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function ValueField({ text, setText }: { text: string; setText: (text: string) => void }) {
  return (
    <Field name="value">
      <JsonInput
        label="Value"
        description="JSON; text stands in double quotes."
        validationError="Not JSON yet"
        autosize
        minRows={3}
        maxRows={16}
        value={text}
        onChange={setText}
      />
    </Field>
  )
}

function NewValue({ of, flows, close }: { of: string; flows: { value: string; label: string }[]; close: () => void }) {
  const changed = useChanged(of)
  const [key, setKey] = useState("")
  const [flowKey, setFlowKey] = useState<string | null>(null)
  const [text, setText] = useState("")
  const submit = async () => {
    await api.post(`${of}/values`, { key, value: JSON.parse(text), flowKey })
    await changed()
  }
  return (
    <FormDialog
      title="Store a value"
      action="Store"
      submit={submit}
      close={close}
      disabled={key === "" || !isJson(text)}
    >
      <Field name="key">
        <TextInput
          label="Key"
          data-autofocus
          maxLength={200}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      </Field>
      {flows.length > 0 && (
        <Field name="flowKey">
          <Select
            label="Only for the flow"
            placeholder="All flows of the instance"
            clearable
            data={flows}
            value={flowKey}
            onChange={setFlowKey}
          />
        </Field>
      )}
      <ValueField text={text} setText={setText} />
    </FormDialog>
  )
}

function ChangeValue({ of, stored, close }: { of: string; stored: StoredValue; close: () => void }) {
  const changed = useChanged(of)
  const [text, setText] = useState(JSON.stringify(stored.value, null, 2))
  const submit = async () => {
    await api.patch(`${of}/values/${stored.id}`, { value: JSON.parse(text) })
    await changed()
  }
  return (
    <FormDialog title={`Change ${stored.key}`} action="Save" submit={submit} close={close} disabled={!isJson(text)}>
      <ValueField text={text} setText={setText} />
    </FormDialog>
  )
}

function RemoveValue({ of, stored, close }: { of: string; stored: StoredValue; close: () => void }) {
  const changed = useChanged(of)
  const submit = async () => {
    await api.remove(`${of}/values/${stored.id}`)
    await changed()
  }
  return (
    <FormDialog title={`Delete ${stored.key}?`} action="Delete" danger submit={submit} close={close}>
      <Text size="sm">Flows find nothing under this key from then on, as if it had never been stored.</Text>
    </FormDialog>
  )
}
