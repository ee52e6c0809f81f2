import { Button, Textarea } from "@mantine/core"
import { Trash2 } from "lucide-react"
import { LONGEST_NOTE } from "../../flow/annotating"
import type { Flow } from "../../flow/definition"
import { useEditor } from "../store"
import classes from "./inspector.module.css"
import { PaperChoice } from "./PaperChoice"

/** The selected sticky note: its text and colour, also for those who cannot write on the canvas itself. */
export function NotePanel({ flow, id }: { flow: Flow; id: string }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const note = flow.annotations?.notes?.find((each) => each.id === id)
  if (!note) return null
  return (
    <section className={classes.section} data-testid="note-settings">
      <h3>Note</h3>
      <Textarea
        label="Text"
        autosize
        minRows={3}
        maxRows={16}
        maxLength={LONGEST_NOTE}
        value={note.text}
        readOnly={readOnly}
        onChange={(event) =>
          edit(
            { kind: "setNote", flow: flow.key, note: id, change: { text: event.currentTarget.value } },
            { label: "Write a note", burst: `note ${id}` },
          )
        }
      />
      <PaperChoice
        value={note.color ?? "yellow"}
        readOnly={readOnly}
        onChange={(color) =>
          edit({ kind: "setNote", flow: flow.key, note: id, change: { color } }, { label: "Colour a note" })
        }
      />
      {!readOnly && (
        <Button
          variant="default"
          leftSection={<Trash2 size={14} />}
          onClick={() => edit({ kind: "removeNotes", flow: flow.key, ids: [id] }, { label: "Delete note", select: [] })}
        >
          Delete note
        </Button>
      )}
    </section>
  )
}
