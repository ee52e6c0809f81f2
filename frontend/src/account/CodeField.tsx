import { TextInput, type TextInputProps } from "@mantine/core"
import { Field, Unplaced } from "../ui/ApiForm"

interface CodeFieldProps extends TextInputProps {
  setValue: (value: string) => void
}

/** A one-time code, and below it what is wrong besides: it is the only field of its form. */
export function CodeField({ setValue, ...props }: CodeFieldProps) {
  return (
    <>
      <Field name="code">
        <TextInput
          size="sm"
          required
          withAsterisk={false}
          autoComplete="one-time-code"
          onChange={(event) => setValue(event.currentTarget.value)}
          {...props}
        />
      </Field>
      <Unplaced />
    </>
  )
}
