/** The wizard of an integration: its pages on a board, what can stand on them, and the preview. */
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import { Redo2, Rocket, Undo2 } from "lucide-react"
import { useCallback, useMemo, useState } from "react"
import { useParams } from "react-router"
import { useStore } from "zustand"
import { SaveState } from "../editor/SaveState"
import { useOpenDraft } from "../endpoint/useOpenDraft"
import { canRedo, canUndo } from "../flow/history"
import { HeaderActions } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { usePageTitle } from "../ui/pageTitle"
import { PublishDialog } from "../versions/PublishDialog"
import { BoardView, Draggable } from "./builder/BoardView"
import { BoardContext } from "./builder/board"
import classes from "./builder/builder.module.css"
import { Palette } from "./builder/Palette"
import { Preview } from "./builder/Preview"
import { ProblemsOfWizard } from "./builder/ProblemsOfWizard"
import { SampleContext, sampleState, useEmbedding } from "./builder/sampleState"
import { useArrival, useBoardOf } from "./builder/useBoardOf"

export function WizardPage() {
  const { id = "" } = useParams()
  usePageTitle("Wizard")
  const { opened, failure, retry } = useOpenDraft(id, !useSession().can("builder"))
  if (failure && !opened) return <ProblemNotice failure={failure} retry={retry} />
  return opened ? <Page key={id} id={id} opened={opened} /> : <PageSkeleton />
}

type Opened = NonNullable<ReturnType<typeof useOpenDraft>["opened"]>

function Page({ id, opened }: { id: string; opened: Opened }) {
  const session = useSession()
  const builder = session.can("builder")
  const [said, setSaid] = useState("")
  const board = useBoardOf(
    opened.store,
    !builder,
    useCallback((text: string) => setSaid(text), []),
  )
  useArrival(board)
  const [publishing, setPublishing] = useState(false)
  const embedding = useEmbedding()
  const [scheme, setScheme] = useState<"light" | "dark" | null>(null)
  const sample = useMemo(
    () => ({
      state: sampleState(board.definition, session.tenant.name, embedding?.words ?? {}),
      theme: {
        name: embedding?.displayName || session.tenant.name,
        logo: embedding?.logo || null,
        accent: embedding?.accent || null,
        scheme: scheme ?? embedding?.scheme ?? "system",
      },
    }),
    [board.definition, session.tenant.name, embedding, scheme],
  )
  return (
    <BoardContext value={board}>
      <SampleContext value={sample}>
        <HeaderActions>
          <ProblemsOfWizard />
          {builder && <UndoButtons opened={opened} undo={board.deeds.undo} redo={board.deeds.redo} />}
          {builder && <SaveState saver={opened.saver} />}
          {builder && (
            <Button leftSection={<Rocket size={14} />} onClick={() => setPublishing(true)}>
              Publish
            </Button>
          )}
        </HeaderActions>
        <p role="status" className={classes.said}>
          {said}
        </p>
        <Draggable>
          <Palette />
          <BoardView />
          <Preview setScheme={setScheme} />
        </Draggable>
        {publishing && (
          <PublishDialog
            integrationId={id}
            before={opened.saver.flush}
            revision={() => opened.saver.status.getState().revision}
            close={() => setPublishing(false)}
          />
        )}
      </SampleContext>
    </BoardContext>
  )
}

function UndoButtons({ opened, undo, redo }: { opened: Opened; undo: () => void; redo: () => void }) {
  const history = useStore(opened.store, (state) => state.history)
  return (
    <>
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon variant="subtle" color="gray" aria-label="Undo" disabled={!canUndo(history)} onClick={undo}>
          <Undo2 size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon variant="subtle" color="gray" aria-label="Redo" disabled={!canRedo(history)} onClick={redo}>
          <Redo2 size={16} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}
