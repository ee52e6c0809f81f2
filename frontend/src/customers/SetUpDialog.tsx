/** Gives out the wizard of a customer: a link that opens once. */
import { Anchor, Select, Stack, Switch, Text } from "@mantine/core"
import { useRef, useState } from "react"
import { api } from "../api/client"
import type { components } from "../api/schema.gen"
import type { Instance, Integration } from "../api/types"
import { Field } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import { FormDialog } from "../ui/FormDialog"
import { useChoices } from "../ui/paged"
import { useInstancesChanged } from "./changed"

type Link = components["schemas"]["WizardLink"]

interface Props {
  customer: { id: string; name: string }
  /** Absent: an integration is chosen, and its instance made where there is none. */
  instance?: Instance
  close: () => void
}

const LASTS = [
  { value: "10", label: "10 minutes" },
  { value: "60", label: "an hour" },
  { value: "1440", label: "a day" },
]

export function SetUpDialog({ customer, instance, close }: Props) {
  const changed = useInstancesChanged()
  const integrations = useChoices<Integration>("/api/integrations")
  const [picked, setPicked] = useState<string | null>(null)
  const [minutes, setMinutes] = useState("60")
  const [enable, setEnable] = useState(true)
  const [link, setLink] = useState<Link | null>(null)
  const made = useRef(false) // then the dialog goes on with the link instead of closing
  const published = (integrations.data ?? []).filter(({ liveVersion }) => liveVersion !== null)
  const chosen = picked ?? (published.length === 1 ? (published[0]?.id ?? null) : null)
  const submit = async () => {
    const options = { minutes: Number(minutes), enable }
    const given = instance
      ? await api.post<Link>(`/api/instances/${instance.id}/wizard`, options)
      : await api.post<Link>("/api/wizards", { ...options, integration: chosen, customer: customer.id })
    made.current = true
    setLink(given)
    await changed()
  }
  if (link) {
    return (
      <FormDialog
        key="link"
        title="The set-up link"
        action="Done"
        submit={async () => close()}
        leave={null}
        close={close}
        size="lg"
      >
        <CopyField label="Link" value={link.url} hint="It opens once, and is shown this once." />
        <Text size="sm">
          Send it to {customer.name}. Whoever opens it can set this up; their answers are kept if they stop half way,
          and another link goes on from there.
        </Text>
        <Anchor size="sm" href={link.url} target="_blank" rel="noopener noreferrer">
          Open it yourself in a new tab
        </Anchor>
      </FormDialog>
    )
  }
  return (
    <FormDialog
      key="wish"
      title={`Let ${customer.name} set it up`}
      action="Make a link"
      submit={submit}
      close={() => {
        if (!made.current) close()
      }}
      disabled={!instance && !chosen}
    >
      <Stack gap="sm">
        {!instance && (
          <Field name="integration">
            <Select
              label="Integration"
              placeholder="Choose a published one"
              searchable
              allowDeselect={false}
              data={published.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen}
              onChange={setPicked}
            />
          </Field>
        )}
        <Field name="minutes">
          <Select
            label="The link waits for"
            allowDeselect={false}
            data={LASTS}
            value={minutes}
            onChange={(value) => value && setMinutes(value)}
          />
        </Field>
        <Switch
          label="Finish switches it on"
          checked={enable}
          onChange={(event) => setEnable(event.currentTarget.checked)}
        />
      </Stack>
    </FormDialog>
  )
}
