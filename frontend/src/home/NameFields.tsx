/** What an integration is called and what it is for. */
import { Textarea, TextInput } from "@mantine/core"
import { Field } from "../ui/ApiForm"

export interface Named {
  name: string
  description: string
}

export function NameFields({ value, change }: { value: Named; change: (value: Named) => void }) {
  return (
    <>
      <Field name="name">
        <TextInput
          label="Name"
          description="What it connects to, such as the product of your partner."
          placeholder="Acme ERP"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={120}
          value={value.name}
          onChange={(event) => change({ ...value, name: event.currentTarget.value })}
        />
      </Field>
      <Field name="description">
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxLength={5000}
          value={value.description}
          onChange={(event) => change({ ...value, description: event.currentTarget.value })}
        />
      </Field>
    </>
  )
}
