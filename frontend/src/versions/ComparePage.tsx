/** Two versions, or one and the draft, in one drawing; beside it every field that differs. */
import { ActionIcon, Button, Group, Select, Text, Tooltip } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { ArrowLeftRight, CheckCheck, Undo2 } from "lucide-react"
import { useCallback, useEffect, useMemo, useState } from "react"
import { useParams, useSearchParams } from "react-router"
import { componentsQuery } from "../api/components"
import { useEditorStore } from "../editor/store"
import { type Definition, findFlow } from "../flow/definition"
import { diff, isSame } from "../flow/diff"
import { drawChange } from "../flow/diffDrawing"
import { countOf, summary } from "../flow/diffWords"
import { HeaderActions, integrationQuery } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { Empty } from "../ui/Empty"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { usePageTitle } from "../ui/pageTitle"
import { ChangeList } from "./ChangeList"
import { FlowChooser } from "./FlowChooser"
import { FlowViewer } from "./FlowViewer"
import { RestoreDialog } from "./RestoreDialog"
import { useDefinition, versionsQuery, type Which, whichOf, wordsFor } from "./versionData"
import classes from "./versions.module.css"

export function ComparePage() {
  const { id = "" } = useParams()
  usePageTitle("Compare versions")
  const [params, setParams] = useSearchParams()
  const builder = useSession().can("builder")
  const live = useQuery(integrationQuery(id)).data?.liveVersion ?? null
  const from = whichOf(params.get("from")) ?? live
  const to = whichOf(params.get("to")) ?? "draft"
  const [before, after] = [useDefinition(id, from), useDefinition(id, to)]
  const [restoring, setRestoring] = useState(false)
  const failure = before.error ?? after.error
  const choose = (pair: { from?: Which | null; to?: Which }) =>
    setParams({ from: String(pair.from ?? from), to: String(pair.to ?? to) }, { replace: true })
  return (
    <div className={classes.page}>
      <HeaderActions>
        {builder && typeof from === "number" && to === "draft" && (
          <Button variant="default" leftSection={<Undo2 size={15} />} onClick={() => setRestoring(true)}>
            Restore version {from}
          </Button>
        )}
      </HeaderActions>
      <Group px="lg" py="xs" gap="xs" className={classes.bar}>
        <Text size="sm">From</Text>
        <Chosen label="From" integrationId={id} value={from} choose={(which) => choose({ from: which })} />
        <Tooltip label="Swap the two">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Swap the two"
            onClick={() => choose({ from: to, to: from ?? "draft" })}
          >
            <ArrowLeftRight size={15} />
          </ActionIcon>
        </Tooltip>
        <Text size="sm">to</Text>
        <Chosen label="To" integrationId={id} value={to} choose={(which) => choose({ to: which })} />
        {before.data && after.data && <Told before={before.data} after={after.data} />}
      </Group>
      {failure ? (
        <ProblemNotice failure={failure} />
      ) : before.data && after.data ? (
        <Compared key={`${from} ${to}`} before={before.data} after={after.data} />
      ) : (
        <PageSkeleton />
      )}
      {restoring && typeof from === "number" && (
        <RestoreDialog integrationId={id} number={from} close={() => setRestoring(false)} />
      )}
    </div>
  )
}

function Chosen(props: { label: string; integrationId: string; value: Which | null; choose: (which: Which) => void }) {
  const versions = useQuery(versionsQuery(props.integrationId)).data ?? []
  const all: Which[] = ["draft", ...versions.map(({ number }) => number)]
  return (
    <Select
      size="xs"
      w={150}
      aria-label={props.label}
      allowDeselect={false}
      data={all.map((which) => ({ value: String(which), label: wordsFor(which) }))}
      value={props.value === null ? null : String(props.value)}
      onChange={(text) => {
        const which = whichOf(text)
        if (which !== null) props.choose(which)
      }}
    />
  )
}

function Told({ before, after }: { before: Definition; after: Definition }) {
  const words = useMemo(() => summary(diff(before, after)), [before, after])
  return (
    <Text size="sm" c="dimmed" role="status">
      {words.length === 0 ? "Both mean the same." : words.join(", ")}
    </Text>
  )
}

function Compared({ before, after }: { before: Definition; after: Definition }) {
  const [params, setParams] = useSearchParams()
  const components = useQuery(componentsQuery).data ?? []
  const change = useMemo(() => diff(before, after), [before, after])
  const [shown, setShown] = useState<{ flow: string; step: string | null }>({
    flow: params.get("flow") ?? change.flows[0]?.key ?? after.flows[0]?.key ?? "",
    step: null,
  })
  const [old, now] = [findFlow(before, shown.flow), findFlow(after, shown.flow)]
  const drawing = useMemo(() => {
    if (!old && !now) return null
    const { flow, marks, was } = drawChange(
      old,
      now,
      change.flows.find(({ key }) => key === shown.flow),
    )
    const changes = Object.fromEntries(
      Object.entries(marks).map(([id, kind]) => [id, { kind, ...(was[id] && { was: was[id] }) }]),
    )
    return { definition: { ...after, flows: [flow] }, changes }
  }, [old, now, after, change, shown.flow])
  const show = useCallback(
    (flow: string, step: string | null) => {
      setShown({ flow, step })
      setParams(
        (current) => {
          current.set("flow", flow)
          return current
        },
        { replace: true },
      )
    },
    [setParams],
  )
  if (isSame(change)) return <Same />
  const gone = change.flows.filter(({ kind }) => kind === "removed")
  const flows = [...after.flows, ...gone].map(({ key, name }) => {
    const changed = change.flows.find((each) => each.key === key)
    return { key, name, ...(changed && { count: countOf(changed) }) }
  })
  const list = <ChangeList change={change} components={components} show={show} shown={shown} />
  return (
    <>
      <FlowChooser flows={flows} open={shown.flow} choose={(flow) => show(flow, null)} />
      <div className={classes.sides}>
        {drawing ? (
          <FlowViewer
            definition={drawing.definition}
            flowKey={shown.flow}
            changes={drawing.changes}
            className={classes.canvas}
          >
            <Pointing step={shown.step} picked={(step) => setShown({ flow: shown.flow, step })} />
          </FlowViewer>
        ) : (
          <div className={classes.canvas} />
        )}
        <aside className={classes.list} aria-label="Changes">
          {list}
        </aside>
      </div>
    </>
  )
}

/** The list and the canvas point at the same step. */
function Pointing({ step, picked }: { step: string | null; picked: (step: string | null) => void }) {
  const store = useEditorStore()
  useEffect(() => {
    const { selected, select, set } = store.getState()
    if (step === null || selected[0] === step) return
    select([step])
    set({ flight: { steps: [step] } })
  }, [store, step])
  useEffect(
    () =>
      store.subscribe(({ selected }, before) => {
        if (selected !== before.selected && selected[0] !== step) picked(selected[0] ?? null)
      }),
    [store, step, picked],
  )
  useEffect(() => {
    if (step !== null) document.querySelector(`[data-testid="change-${step}"]`)?.scrollIntoView({ block: "nearest" })
  }, [step])
  return null
}

const Same = () => (
  <Empty
    icon={CheckCheck}
    title="Both mean the same"
    text="Steps, links, settings and endpoint are equal. Where boxes stand, and notes beside them, do not count."
  />
)
