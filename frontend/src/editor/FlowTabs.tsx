/** The flows of the integration as tabs: open, add, rename, duplicate, delete. */
import { ActionIcon, Button, Group, Menu, Modal, Text, TextInput, Tooltip } from "@mantine/core"
import { Ellipsis, Plus } from "lucide-react"
import { type FormEvent, useRef, useState } from "react"
import { type Flow, LONGEST_NAME } from "../flow/definition"
import { nextFlowKey, nextFlowName } from "../flow/labels"
import { AllFlows } from "./AllFlows"
import classes from "./FlowTabs.module.css"
import { documentOf, flowOf, useEditor, useEditorStore } from "./store"

type Dialog = { kind: "rename" | "delete"; flow: Flow } | { kind: "add" } | null

export function FlowTabs() {
  const flows = useEditor((state) => documentOf(state).flows)
  const open = useEditor(flowOf)
  const readOnly = useEditor((state) => state.readOnly)
  const openFlow = useEditor((state) => state.openFlow)
  const [dialog, setDialog] = useState<Dialog>(null)
  const tabs = useRef<HTMLDivElement>(null)
  return (
    <div className={classes.bar}>
      <div ref={tabs} className={classes.tabs} role="tablist" aria-label="Flows">
        {flows.map((flow) => (
          <button
            key={flow.key}
            type="button"
            role="tab"
            className={classes.tab}
            aria-selected={flow === open}
            aria-label={flow.name || flow.key}
            onClick={() => openFlow(flow.key)}
            onDoubleClick={() => !readOnly && setDialog({ kind: "rename", flow })}
          >
            {flow.name || flow.key}
            <FlowMarks flow={flow} />
          </button>
        ))}
      </div>
      <AllFlows flows={flows} open={open} choose={openFlow} tabs={tabs} />
      {open && !readOnly && <FlowMenu flow={open} ask={setDialog} />}
      {!readOnly && (
        <Tooltip label="Add a flow">
          <ActionIcon variant="subtle" color="gray" aria-label="Add flow" onClick={() => setDialog({ kind: "add" })}>
            <Plus size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <FlowDialogs dialog={dialog} close={() => setDialog(null)} />
    </div>
  )
}

function FlowMarks({ flow }: { flow: Flow }) {
  const preprocess = useEditor((state) => documentOf(state).endpoint?.preprocessFlow === flow.key)
  const errors = useEditor(
    (state) => state.problems.filter((each) => each.flow === flow.key && each.severity === "error").length,
  )
  return (
    <>
      {preprocess && <span className={classes.mark}>preprocess</span>}
      {errors > 0 && <span className={classes.errors}>{errors}</span>}
    </>
  )
}

function FlowMenu({ flow, ask }: { flow: Flow; ask: (dialog: Dialog) => void }) {
  const store = useEditorStore()
  const duplicate = () => {
    const state = store.getState()
    const name = nextFlowName(documentOf(state), `${flow.name} copy`)
    const copy = { ...flow, name, key: nextFlowKey(documentOf(state), name) }
    state.edit({ kind: "addFlow", flow: copy }, { label: `Duplicate ${flow.name}` })
    state.openFlow(copy.key)
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="transparent" color="gray" size="sm" aria-label={`Actions for flow ${flow.name}`}>
          <Ellipsis size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => store.getState().select([])}>Settings</Menu.Item>
        <Menu.Item onClick={() => ask({ kind: "rename", flow })}>Rename</Menu.Item>
        <Menu.Item onClick={duplicate}>Duplicate</Menu.Item>
        <Menu.Item color="red" onClick={() => ask({ kind: "delete", flow })}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function FlowDialogs({ dialog, close }: { dialog: Dialog; close: () => void }) {
  return (
    <>
      <Modal opened={dialog?.kind === "add"} onClose={close} title="Add a flow">
        {dialog?.kind === "add" && <AddFlow close={close} />}
      </Modal>
      <Modal opened={dialog?.kind === "rename"} onClose={close} title="Rename the flow">
        {dialog?.kind === "rename" && <RenameFlow flow={dialog.flow} close={close} />}
      </Modal>
      <Modal opened={dialog?.kind === "delete"} onClose={close} title="Delete the flow?">
        {dialog?.kind === "delete" && <DeleteFlow flow={dialog.flow} close={close} />}
      </Modal>
    </>
  )
}

export function AddFlow({ close }: { close: () => void }) {
  const store = useEditorStore()
  const add = (name: string) => {
    const state = store.getState()
    const key = nextFlowKey(documentOf(state), name)
    state.edit(
      { kind: "addFlow", flow: { key, name, response: "async", steps: [], links: [] } },
      { label: `Add ${name}` },
    )
    state.openFlow(key)
    close()
  }
  const start = nextFlowName(documentOf(store.getState()), "New flow")
  return <NameForm start={start} current={null} action="Add flow" onName={add} close={close} />
}

function RenameFlow({ flow, close }: { flow: Flow; close: () => void }) {
  const edit = useEditor((state) => state.edit)
  const rename = (name: string) => {
    edit({ kind: "setFlowField", flow: flow.key, field: "name", value: name }, { label: `Rename ${flow.name}` })
    close()
  }
  return <NameForm start={flow.name} current={flow.key} action="Rename" onName={rename} close={close} />
}

interface NameFormProps {
  start: string
  /** The key of the flow that may keep its name. */
  current: string | null
  action: string
  onName: (name: string) => void
  close: () => void
}

function NameForm({ start, current, action, onName, close }: NameFormProps) {
  const [name, setName] = useState(start)
  const taken = useEditor((state) =>
    documentOf(state).flows.some((flow) => flow.name === name.trim() && flow.key !== current),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() && !taken) onName(name.trim())
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        label="Name of the flow"
        maxLength={LONGEST_NAME}
        data-autofocus
        value={name}
        error={taken ? "Another flow has this name; requests are matched by it." : null}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === "" || taken}>
          {action}
        </Button>
      </Group>
    </form>
  )
}

function DeleteFlow({ flow, close }: { flow: Flow; close: () => void }) {
  const edit = useEditor((state) => state.edit)
  const remove = () => {
    edit({ kind: "removeFlow", flow: flow.key }, { label: `Delete ${flow.name}` })
    close()
  }
  return (
    <>
      <Text size="sm">
        “{flow.name}” and its {flow.steps.length} steps leave the draft. Undo brings them back; what is published stays
        as it is.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button color="red" onClick={remove} data-autofocus>
          Delete flow
        </Button>
      </Group>
    </>
  )
}
