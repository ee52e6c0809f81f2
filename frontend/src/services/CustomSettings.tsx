/** Fields that customers fill in, and the headers that are made of them. */
import { ActionIcon, Button, Checkbox, Input, TextInput } from "@mantine/core"
import { Plus, X } from "lucide-react"
import classes from "../config/config.module.css"
import { Field, useRefusal } from "../ui/ApiForm"
import type { SettingsProps } from "./ServiceDialog"
import type { OwnField } from "./serviceForm"

export function CustomSettings({ form, set }: SettingsProps) {
  const ofFields = useRefusal("settings.fields", form.fields)
  const ofHeaders = useRefusal("settings.headers", form.headers)
  const field = (index: number, next: Partial<OwnField>) =>
    set({ fields: form.fields.map((one, at) => (at === index ? { ...one, ...next } : one)) })
  const header = (index: number, next: [string, string]) => set({ headers: form.headers.with(index, next) })
  return (
    <>
      <Input.Wrapper
        label="Customers fill in"
        labelElement="div"
        error={ofFields}
        errorProps={{ role: "alert" }}
        data-refused={ofFields ? true : undefined}
      >
        <fieldset className={classes.rows} aria-label="Customers fill in">
          {form.fields.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place while its key is typed
            <div key={index} className={classes.row}>
              <Field name={`settings.fields[${index}].label`}>
                <TextInput
                  className={classes.grow ?? ""}
                  aria-label={`Label of field ${index + 1}`}
                  placeholder="What people see"
                  value={one.label}
                  onChange={(event) => field(index, { label: event.currentTarget.value })}
                />
              </Field>
              <Field name={`settings.fields[${index}].key`}>
                <TextInput
                  className={classes.grow ?? ""}
                  classNames={{ input: classes.mono ?? "" }}
                  aria-label={`Key of field ${index + 1}`}
                  placeholder="key"
                  maxLength={40}
                  value={one.key}
                  onChange={(event) => field(index, { key: event.currentTarget.value.replace(/\W/g, "_") })}
                />
              </Field>
              <Checkbox
                mt={6}
                label="Secret"
                aria-label={`Field ${index + 1} is secret`}
                checked={one.secret}
                onChange={(event) => field(index, { secret: event.currentTarget.checked })}
              />
              <Checkbox
                mt={6}
                label="Optional"
                aria-label={`Field ${index + 1} is optional`}
                checked={one.optional ?? false}
                onChange={(event) => field(index, { optional: event.currentTarget.checked })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove field ${index + 1}`}
                disabled={form.fields.length === 1}
                onClick={() => set({ fields: form.fields.toSpliced(index, 1) })}
              >
                <X size={14} />
              </ActionIcon>
            </div>
          ))}
        </fieldset>
        <Add words="Add field" add={() => set({ fields: [...form.fields, { key: "", label: "", secret: true }] })} />
      </Input.Wrapper>
      <Input.Wrapper
        label="Headers of each request"
        labelElement="div"
        description="{{key}} stands for what the customer filled in."
        error={ofHeaders}
        errorProps={{ role: "alert" }}
        data-refused={ofHeaders ? true : undefined}
      >
        <fieldset className={classes.rows} aria-label="Headers of each request">
          {form.headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header is its place while its name is typed
            <div key={index} className={classes.row}>
              <TextInput
                className={classes.grow ?? ""}
                classNames={{ input: classes.mono ?? "" }}
                aria-label={`Name of header ${index + 1}`}
                placeholder="X-Api-Key"
                value={name}
                onChange={(event) => header(index, [event.currentTarget.value, value])}
              />
              <TextInput
                className={classes.grow ?? ""}
                classNames={{ input: classes.mono ?? "" }}
                aria-label={`Value of header ${index + 1}`}
                placeholder="{{key}}"
                value={value}
                onChange={(event) => header(index, [name, event.currentTarget.value])}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove header ${index + 1}`}
                onClick={() => set({ headers: form.headers.toSpliced(index, 1) })}
              >
                <X size={14} />
              </ActionIcon>
            </div>
          ))}
        </fieldset>
        <Add words="Add header" add={() => set({ headers: [...form.headers, ["", ""]] })} />
      </Input.Wrapper>
    </>
  )
}

function Add({ words, add }: { words: string; add: () => void }) {
  return (
    <Button variant="default" size="compact-xs" leftSection={<Plus size={13} />} onClick={add}>
      {words}
    </Button>
  )
}
