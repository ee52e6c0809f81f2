/** A dialog that is there as long as it is open. When it goes, the focus goes back to where it was opened from. */
import { Modal, type ModalProps } from "@mantine/core"
import { useEffect, useState } from "react"

interface DialogProps extends Omit<ModalProps, "opened" | "returnFocus"> {
  /** Something of it is under way: Escape by accident would hide whether it went through. Its own buttons still leave. */
  busy?: boolean
}

export function Dialog({ busy = false, onClose, ...props }: DialogProps) {
  useWayBack()
  return <Modal opened returnFocus={false} onClose={() => !busy && onClose()} {...props} />
}

// Where a dialog follows another, as a link does the wish for it, what the second was opened from is gone with the first.
let outside: HTMLElement | null = null

/** Mantine gives the focus back only to who opens and closes a dialog that stays mounted. */
function useWayBack(): void {
  const [opener] = useState(opened)
  useEffect(() => {
    return () => {
      // The next dialog, or what was saved, may want the focus for itself.
      setTimeout(() => {
        if (document.activeElement && document.activeElement !== document.body) return
        const back = opener?.isConnected ? opener : outside
        if (back?.isConnected) back.focus()
      })
    }
  }, [opener])
}

function opened(): HTMLElement | null {
  const at = document.activeElement instanceof HTMLElement ? document.activeElement : null
  // A menu closes with the choice; its button stays.
  const menu = at?.closest("[role=menu]")
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : at
  if (!opener?.closest("[role=dialog]")) outside = opener
  return opener
}
