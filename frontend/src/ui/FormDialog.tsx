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
  /** Word on the button that leaves it, where "Cancel" would say what the action says; null where there is nothing to leave undone. */
  leave?: string | null
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
        <Stack ref={markFirst} gap="sm">
          {children}
          <Unplaced />
          <Group justify="flex-end" gap="xs">
            {leave !== null && (
              <Button variant="default" onClick={close}>
                {leave}
              </Button>
            )}
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

/** Where typing begins, unless the form says so itself: the trap of focus would take the cross that closes it. */
function markFirst(form: HTMLElement | null): void {
  if (!form || form.querySelector("[data-autofocus]")) return
  const fields = form.querySelectorAll<HTMLElement>("input, textarea, select")
  const usable = [...fields].filter(
    (field) => !field.matches(":disabled, [readonly]:not([role=combobox]), [type=hidden]"),
  )
  const first = usable[0] ?? form.querySelector<HTMLElement>("button")
  // A list that is searched opens over the rest of the dialog as soon as it has the focus: it waits until it is wanted.
  if (first?.matches("[role=combobox]:not([readonly])")) return
  first?.setAttribute("data-autofocus", "")
}
