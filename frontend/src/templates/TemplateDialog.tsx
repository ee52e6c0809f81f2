/** All about one template before it is used: its flows, what it calls, what to change first. */
import { List, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import type { Template } from "../api/types"
import { useSession } from "../shell/session"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { FlowDrawing } from "./FlowDrawing"
import { useTemplate } from "./templates"
import classes from "./templates.module.css"

export function TemplateDialog({ template, close }: { template: Template; close: () => void }) {
  const use = useTemplate()
  const builder = useSession().can("builder")
  const [name, setName] = useState("")
  const { definition, about, changeFirst, network, tests } = template
  return (
    <FormDialog
      title={template.title}
      action="Use this template"
      size="xl"
      submit={() => use(template, name.trim())}
      close={close}
      disabled={!builder}
    >
      <Text size="sm">{about}</Text>
      <div className={classes.flows}>
        {definition.flows.map((flow) => (
          <figure key={flow.key} className={classes.flow}>
            <div className={classes.drawing}>
              <FlowDrawing flow={flow} />
            </div>
            <figcaption>{flow.name}</figcaption>
          </figure>
        ))}
      </div>
      <section>
        <Text size="sm" fw={600} mb={4}>
          What to change first
        </Text>
        <List size="sm" spacing={4} type="ordered">
          {changeFirst.map((what) => (
            <List.Item key={what}>{what}</List.Item>
          ))}
        </List>
      </section>
      <Text size="sm" c="dimmed">
        {network || "It calls nothing outside."} {testsIn(tests.length)}
      </Text>
      {builder && (
        <Field name="name">
          <TextInput
            label="Name"
            placeholder={definition.name}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      )}
    </FormDialog>
  )
}

const testsIn = (count: number): string =>
  `It brings ${count === 1 ? "a saved test" : `${count} saved tests`}: payloads, and what must come of them.`
