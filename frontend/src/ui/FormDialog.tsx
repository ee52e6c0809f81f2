/** A small form in a dialog: Enter submits, a failure stays in it, it closes when `submit` is through. */
import { Button, Group, Modal, Stack } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { type ReactNode, useRef } from "react"
import { ProblemNotice } from "./Problem"

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
  // A double click arrives before the button is drawn as busy.
  const underWay = useRef(false)
  const sending = useMutation({
    mutationFn: submit,
    onSuccess: close,
    onSettled: () => {
      underWay.current = false
    },
  })
  return (
    <Modal opened onClose={close} title={title} size={size}>
      <form
        ref={markFirst}
        onSubmit={(event) => {
          event.preventDefault()
          // A dialog opened from another form is its child to React, though not on the page.
          event.stopPropagation()
          if (underWay.current) return
          underWay.current = true
          sending.mutate()
        }}
      >
        <Stack gap="sm">
          {children}
          {sending.isError && <ProblemNotice failure={sending.error} />}
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
      </form>
    </Modal>
  )
}

/** Where typing begins, unless the form says so itself: the trap of focus would take the cross that closes it. */
function markFirst(form: HTMLFormElement | null): void {
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
