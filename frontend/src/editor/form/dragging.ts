/** Dragging a result from the picker into a field. */
import type { DragEvent } from "react"

const REFERENCE = "application/x-hookyard-reference"

/** Texts take the placeholder by themselves, where it is dropped; other fields ask for the bare reference. */
export function dragReference(event: DragEvent, path: string): void {
  event.dataTransfer.setData(REFERENCE, path)
  event.dataTransfer.setData("text/plain", `{{${path}}}`)
  event.dataTransfer.effectAllowed = "copy"
}

export const draggedReference = (data: DataTransfer | null): string | null => data?.getData(REFERENCE) || null
