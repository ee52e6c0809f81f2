/** The page of an open draft: palette, canvas, inspector, and the test bench below. */
import { Button, Modal } from "@mantine/core"
import { useLocalStorage } from "@mantine/hooks"
import { Plus, Waypoints } from "lucide-react"
import { type CSSProperties, startTransition, useCallback, useEffect, useMemo, useState } from "react"
import { useStartTrial } from "../bench/trials"
import { HeaderActions } from "../shell/IntegrationFrame"
import { CodeEditor } from "../ui/CodeEditor"
import { Empty } from "../ui/Empty"
import { lazyPart } from "../ui/lazyPart"
import { PageSkeleton } from "../ui/PageSkeleton"
import { Canvas } from "./canvas/Canvas"
import { CommandsProvider } from "./commands/CommandsProvider"
import type { EditorPage } from "./commands/command"
import { focusStep } from "./commands/places"
import { useCoverageMarks } from "./coverage"
import classes from "./Editor.module.css"
import { AddFlow } from "./FlowTabs"
import { HeightHandle, useDockHeight } from "./HeightHandle"
import { Palette } from "./Palette"
import { useArrivalAtProblem } from "./ProblemsMenu"
import { PublishButton, PublishDialog } from "./PublishButton"
import { SaveState } from "./SaveState"
import { StepPicker } from "./StepPicker"
import type { Saver } from "./saving"
import { useEditor, useEditorStore } from "./store"
import { Toolbar } from "./Toolbar"
import { usePageActions } from "./usePageActions"
import { usePanels } from "./usePanels"
import { useRunMarks } from "./useRunMarks"
import { useInspectorWidth, WidthHandle } from "./WidthHandle"

// The canvas can be used before its forms are there.
const Inspector = lazyPart(async () => (await import("./inspector/Inspector")).Inspector)
const FindBar = lazyPart(async () => (await import("./finding/FindBar")).FindBar)
const KeysDialog = lazyPart(async () => (await import("./commands/KeysDialog")).KeysDialog)
const ListView = lazyPart(async () => (await import("./list/ListView")).ListView, <PageSkeleton />)
const TestDrawer = lazyPart(async () => (await import("../bench/TestDrawer")).TestDrawer, <PageSkeleton />)

/** Long enough not to be in the way of what the page itself loads. */
const PRELOAD_AFTER = 1500

/** Fetched before they are asked for: a lost connection must not take away what a click needs. */
function usePreloading(): void {
  useEffect(() => {
    FindBar.preload() // small, and what is typed into it must not be lost
    Inspector.preload() // hidden or not: a key that opens it gives it the keyboard at once
    const timer = setTimeout(() => {
      for (const part of [CodeEditor, TestDrawer, ListView, KeysDialog, PublishDialog]) part.preload()
    }, PRELOAD_AFTER)
    return () => clearTimeout(timer)
  }, [])
}

export function Editor({ integrationId, saver }: { integrationId: string; saver: Saver }) {
  usePreloading()
  useArrivalAtProblem()
  const flowKey = useEditor((state) => state.flowKey)
  const panels = usePanels()
  const [listing, setListing] = useLocalStorage({
    key: "hookyard-list-view",
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [width, setWidth] = useInspectorWidth()
  const [height, setHeight] = useDockHeight()
  const [testing, setTesting] = useState(false)
  const [keys, setKeys] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const [marked, setMarked] = useState(false)
  useRunMarks(testing || marked)
  useCoverageMarks(integrationId)
  const store = useEditorStore()
  const startTrial = useStartTrial({ integrationId, before: saver.flush })
  const [finding, setFinding] = useState(0)
  const closeBench = () => {
    setTesting(false)
    const [step] = store.getState().selected
    if (step) focusStep(step) // the button that had the keyboard is gone
  }
  const publish = useCallback(() => setPublishing(true), [])
  const actions = usePageActions({ integrationId, saver, publish })
  const page = useMemo<EditorPage>(
    () => ({
      integrationId,
      ...panels,
      listing,
      toggleList: () => startTransition(() => setListing(!listing)),
      testing,
      setTesting,
      tryPart: (part) => {
        setMarked(true)
        void startTrial({ kind: "flow", flowKey: store.getState().flowKey, part })
      },
      publish,
      ...actions,
      showKeys: () => startTransition(() => setKeys(true)),
      find: () => setFinding((asked) => asked + 1),
    }),
    [integrationId, panels, listing, setListing, testing, publish, actions, store, startTrial],
  )

  return (
    <CommandsProvider page={page}>
      <div
        className={classes.editor}
        data-palette={panels.palette ? "open" : "closed"}
        style={{ "--inspector-width": panels.settings ? `${width}px` : "0px" } as CSSProperties}
      >
        <HeaderActions>
          <SaveState saver={saver} />
          <PublishButton integrationId={integrationId} saver={saver} opened={publishing} setOpened={setPublishing} />
        </HeaderActions>
        <Toolbar page={page} />
        {flowKey === "" ? (
          <NoFlow />
        ) : (
          <>
            <div className={classes.palette}>{panels.palette && <Palette />}</div>
            <div className={classes.canvas}>
              {listing ? <ListView /> : <Canvas />}
              {finding > 0 && <FindBar asked={finding} close={() => setFinding(0)} />}
            </div>
            <div className={classes.inspector}>
              {panels.settings && (
                <>
                  <WidthHandle width={width} setWidth={setWidth} />
                  <Inspector integrationId={integrationId} />
                </>
              )}
            </div>
            {testing && (
              <div
                className={classes.dock}
                data-testid="test-dock"
                style={{ "--dock-height": `${height}px` } as CSSProperties}
              >
                <HeightHandle height={height} setHeight={setHeight} />
                <TestDrawer integrationId={integrationId} flowKey={flowKey} before={saver.flush} close={closeBench} />
              </div>
            )}
          </>
        )}
        <StepPicker />
        {keys && <KeysDialog close={() => setKeys(false)} />}
      </div>
    </CommandsProvider>
  )
}

function NoFlow() {
  const readOnly = useEditor((state) => state.readOnly)
  const [adding, setAdding] = useState(false)
  return (
    <div className={classes.noFlow}>
      <Empty
        icon={Waypoints}
        title="No flow yet"
        text="A flow begins with a trigger, such as a webhook, and says step by step what happens then. An integration holds as many as it needs."
        action={
          readOnly ? null : (
            <Button leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
              Create the first flow
            </Button>
          )
        }
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add a flow">
        {adding && <AddFlow close={() => setAdding(false)} />}
      </Modal>
    </div>
  )
}
