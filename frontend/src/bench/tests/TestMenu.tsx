/** What else can be done with a saved test. */
import { ActionIcon, Menu, Text, TextInput } from "@mantine/core"
import { CopyPlus, Ellipsis, PencilLine, Trash2, Upload } from "lucide-react"
import { nanoid } from "nanoid"
import { useState } from "react"
import type { SavedTest } from "../../api/types"
import { LONGEST_NAME } from "../../flow/definition"
import { Field } from "../../ui/ApiForm"
import { FormDialog } from "../../ui/FormDialog"
import { tellProblem } from "../../ui/Problem"
import { useMemory } from "../memory"
import type { Payload } from "../payload"
import { proposedName } from "./expectation"
import { asWritten, useSavedTests, useTestChanges } from "./useSavedTests"

interface Props {
  integrationId: string
  test: SavedTest
  choose: (id: string | null) => void
  showPayload: () => void
}

export function TestMenu({ integrationId, test, choose, showPayload }: Props) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null)
  const names = useSavedTests(integrationId).data?.map(({ name }) => name) ?? []
  const { create, replace, remove } = useTestChanges(integrationId)
  const setPayload = useMemory((memory) => memory.setPayload)
  const duplicate = () =>
    create(asWritten(test, { name: proposedName(test.name, "succeeded", names) }))
      .then((made) => choose(made.id))
      .catch(tellProblem)
  const take = () => {
    setPayload(integrationId, payloadOfTest(test))
    showPayload()
  }
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${test.name}`}>
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Upload size={14} />} onClick={take}>
            Use its request as payload
          </Menu.Item>
          <Menu.Item leftSection={<PencilLine size={14} />} onClick={() => setDialog("rename")}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<CopyPlus size={14} />} onClick={() => void duplicate()}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={14} />} c="var(--hy-bad)" onClick={() => setDialog("delete")}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" && (
        <Rename
          test={test}
          names={names}
          submit={(name) => replace(test.id, asWritten(test, { name }))}
          close={() => setDialog(null)}
        />
      )}
      {dialog === "delete" && (
        <FormDialog
          title="Delete this test?"
          action="Delete test"
          danger
          submit={() => remove(test.id).then(() => choose(null))}
          close={() => setDialog(null)}
        >
          <Text size="sm">
            {test.name} and what it expects are gone for good.
            {test.gates && " Publishing no longer waits for it."}
          </Text>
        </FormDialog>
      )}
    </>
  )
}

interface RenameProps {
  test: SavedTest
  names: string[]
  submit: (name: string) => Promise<unknown>
  close: () => void
}

function Rename({ test, names, submit, close }: RenameProps) {
  const [name, setName] = useState(test.name)
  const text = name.trim()
  const taken = text !== test.name && names.includes(text)
  return (
    <FormDialog
      title="Rename test"
      action="Rename"
      submit={() => submit(text)}
      close={close}
      disabled={text === "" || taken}
    >
      <Field name="name">
        <TextInput
          label="Name"
          data-autofocus
          maxLength={LONGEST_NAME}
          value={name}
          error={taken ? "Another test has this name." : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  )
}

function payloadOfTest({ name, request }: SavedTest): Payload {
  return {
    method: request.method ?? "POST",
    contentType: request.contentType ?? "",
    headers: request.headers.map(([header, value]) => ({ id: nanoid(6), name: header, value })),
    query: request.query ?? "",
    path: request.path ?? "",
    body: request.body ?? "",
    source: `from test ${name}`,
  }
}
