import { TextInput, type TextInputProps } from "@mantine/core"
import { ApiProblem } from "../api/client"
import { ProblemNotice } from "../ui/Problem"

interface CodeFieldProps extends TextInputProps {
  failure: unknown
  setValue: (value: string) => void
}

/** A one-time code. That it does not fit is said at the field, and read out; any other failure below it. */
export function CodeField({ failure, setValue, ...props }: CodeFieldProps) {
  const wrong = failure instanceof ApiProblem ? failure.fields.code : undefined
  return (
    <>
      <TextInput
        size="sm"
        required
        withAsterisk={false}
        autoComplete="one-time-code"
        error={wrong}
        errorProps={{ role: "alert" }}
        onChange={(event) => setValue(event.currentTarget.value)}
        {...props}
      />
      {failure !== null && wrong === undefined && <ProblemNotice failure={failure} />}
    </>
  )
}
