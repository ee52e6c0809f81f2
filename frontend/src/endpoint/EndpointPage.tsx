/** The endpoint of an integration, drawn as the road a request takes. */
import { Button, Stack, Text } from "@mantine/core"
import { FlaskConical, Rocket } from "lucide-react"
import { useEffect, useEffectEvent, useRef, useState } from "react"
import { flushSync } from "react-dom"
import { useParams, useSearchParams } from "react-router"
import { TestDrawer } from "../bench/TestDrawer"
import { DriftNotice } from "../drift/DriftNotice"
import { SaveState } from "../editor/SaveState"
import { GlobalWebhooks } from "../listening/GlobalWebhooks"
import { HeaderActions } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { focusField } from "../ui/focusing"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { usePageTitle } from "../ui/pageTitle"
import { PublishDialog } from "../versions/PublishDialog"
import classes from "./EndpointPage.module.css"
import { Road } from "./Road"
import { roadOfSettings } from "./rules"
import { StopSettings } from "./StopSettings"
import { ROAD_STOPS, type RoadStop } from "./stops"
import { Urls } from "./Urls"
import { useOpenDraft, useOpenEndpoint } from "./useOpenDraft"

export function EndpointPage() {
  const { id = "" } = useParams()
  usePageTitle("Endpoint")
  const { opened, failure, retry } = useOpenDraft(id, !useSession().can("builder"))
  if (failure && !opened) return <ProblemNotice failure={failure} retry={retry} />
  return opened ? <Page key={id} id={id} opened={opened} /> : <PageSkeleton />
}

type Opened = NonNullable<ReturnType<typeof useOpenDraft>["opened"]>

function Page({ id, opened }: { id: string; opened: Opened }) {
  const open = useOpenEndpoint(opened)
  const builder = useSession().can("builder")
  const [params, setParams] = useSearchParams()
  const named = ROAD_STOPS.find((stop) => stop === params.get("stage"))
  const [chosen, setChosen] = useState<RoadStop>(named ?? "endpoint")
  const settings = useRef<HTMLFieldSetElement>(null)
  const field = params.get("field")
  const arrive = useEffectEvent((field: string) => {
    if (named) flushSync(() => setChosen(named))
    focusField(settings.current, field)
    setParams(named ? { stage: named } : {}, { replace: true })
  })
  useEffect(() => {
    // Not while React draws: the stage of the field is drawn first.
    if (field) queueMicrotask(() => arrive(field))
  }, [field])
  // Whoever sends a captured request here wants to try it.
  const [testing, setTesting] = useState(builder && params.has("test"))
  const [publishing, setPublishing] = useState(false)
  const stops = roadOfSettings(open.definition, open.problems)
  const view = stops.find((stop) => stop.stop === chosen)
  return (
    <div className={classes.page}>
      <HeaderActions>
        {builder && <SaveState saver={opened.saver} />}
        <Button
          disabled={!builder}
          variant={testing ? "light" : "default"}
          leftSection={<FlaskConical size={14} />}
          aria-pressed={testing}
          onClick={() => setTesting(!testing)}
        >
          Test
        </Button>
        {builder && (
          <Button leftSection={<Rocket size={14} />} onClick={() => setPublishing(true)}>
            Publish
          </Button>
        )}
      </HeaderActions>
      <div className={classes.content}>
        <DriftNotice integration={id} />
        <Text size="sm" c="dimmed">
          The road every request takes before a flow runs. Choose a stage to set it.
        </Text>
        <Road stops={stops} chosen={chosen} choose={setChosen} />
        <div className={classes.columns}>
          <fieldset
            ref={settings}
            className={classes.settings}
            disabled={!builder}
            aria-label="Setting of the chosen stage"
          >
            {view && <StopSettings key={view.stop} view={view} open={open} integrationId={id} />}
          </fieldset>
          <Stack gap="sm">
            <Urls integrationId={id} type={open.endpoint.type} />
            <GlobalWebhooks integrationId={id} />
          </Stack>
        </div>
      </div>
      {publishing && (
        <PublishDialog
          integrationId={id}
          before={opened.saver.flush}
          revision={() => opened.saver.status.getState().revision}
          close={() => setPublishing(false)}
        />
      )}
      {testing && (
        <div className={classes.bench}>
          <TestDrawer integrationId={id} flowKey={null} before={opened.saver.flush} close={() => setTesting(false)} />
        </div>
      )}
    </div>
  )
}
