/** A small form in a dialog: Enter submits, a failure stays in it, at its field, it closes when `submit` is through. */
import { Button, Group, Stack } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { type ReactNode, useEffect, useRef } from "react"
import { ApiForm, Unplaced } from "./ApiForm"
import { Dialog } from "./Dialog"

export interface FormDialogProps {
  title: string
  /** Word on the button, such as "Create". */
  action: string
  danger?: boolean
  /** Word on the button that leaves it, where "Cancel" would say what the action says. */
  leave?: string
  size?: string
  disabled?: boolean
  children: ReactNode
  submit: () => Promise<unknown>
  close: () => void
}

export function FormDialog(props: FormDialogProps) {
  const { title, action, danger, leave = "Cancel", size = "md", disabled, children, submit, close } = props
  const sending = useMutation({ mutationFn: submit })
  const open = useRef(true)
  useEffect(() => {
    open.current = true
    return () => {
      open.current = false
    }
  }, [])
  const send = async () => {
    await sending.mutateAsync()
    // Who left it meanwhile may have another dialog open by now.
    if (open.current) close()
  }
  return (
    <Dialog onClose={close} busy={sending.isPending} title={title} size={size}>
      <ApiForm send={send} failure={sending.error}>
        <Stack gap="sm">
          {children}
          <Unplaced />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {leave}
            </Button>
            <Button
              type="submit"
              loading={sending.isPending}
              disabled={disabled ?? false}
              {...(danger && { color: "red" })}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </ApiForm>
    </Dialog>
  )
}
