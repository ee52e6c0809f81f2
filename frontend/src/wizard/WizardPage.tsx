/** What customers are asked for, beside the form as they will see it. */
import { Button, Text } from "@mantine/core"
import { Rocket, SlidersHorizontal } from "lucide-react"
import { useState } from "react"
import { useParams } from "react-router"
import { ConfigFields } from "../config/ConfigFields"
import { type FormValues, formValues } from "../config/values"
import { SaveState } from "../editor/SaveState"
import { useOpenDraft } from "../endpoint/useOpenDraft"
import type { ConfigVariable } from "../flow/definition"
import { HeaderActions } from "../shell/IntegrationFrame"
import { useSession } from "../shell/session"
import { Empty } from "../ui/Empty"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { PublishDialog } from "../versions/PublishDialog"
import { problemsAt, useVariables } from "./useVariables"
import { VariableList } from "./VariableList"
import { VariableSettings } from "./VariableSettings"
import classes from "./wizard.module.css"

export function WizardPage() {
  const { id = "" } = useParams()
  const { opened, failure, retry } = useOpenDraft(id, !useSession().can("builder"))
  if (failure && !opened) return <ProblemNotice failure={failure} retry={retry} />
  return opened ? <Page key={id} id={id} opened={opened} /> : <PageSkeleton />
}

type Opened = NonNullable<ReturnType<typeof useOpenDraft>["opened"]>

function Page({ id, opened }: { id: string; opened: Opened }) {
  const builder = useSession().can("builder")
  const open = useVariables(opened.store)
  const [chosen, choose] = useState(0)
  const [publishing, setPublishing] = useState(false)
  const variable = open.variables[chosen]
  return (
    <div className={classes.page}>
      <HeaderActions>
        {builder && <SaveState saver={opened.saver} />}
        {builder && (
          <Button leftSection={<Rocket size={14} />} onClick={() => setPublishing(true)}>
            Publish
          </Button>
        )}
      </HeaderActions>
      <VariableList open={open} chosen={chosen} readOnly={!builder} choose={choose} />
      <section className={classes.pane} aria-label="Settings of the config variable">
        {variable ? (
          <>
            <h2>{variable.name || variable.key}</h2>
            <fieldset className={classes.settings} disabled={!builder}>
              <VariableSettings
                key={chosen}
                variables={open.variables}
                variable={variable}
                rename={(to) => open.rename(chosen, to)}
                wrong={problemsAt(open.problems, chosen)}
                change={(next, field) => open.change(chosen, next, field)}
              />
            </fieldset>
          </>
        ) : (
          <Empty
            icon={SlidersHorizontal}
            title="No config variables yet"
            text="A config variable is a value that differs from customer to customer: a warehouse, a region, a limit. Add one, and steps can read it."
          />
        )}
      </section>
      <Preview variables={open.variables} />
      {publishing && (
        <PublishDialog
          integrationId={id}
          before={opened.saver.flush}
          revision={() => opened.saver.status.getState().revision}
          close={() => setPublishing(false)}
        />
      )}
    </div>
  )
}

/** The form as the customer gets it. What is tried here is kept nowhere. */
function Preview({ variables }: { variables: ConfigVariable[] }) {
  const [tried, setTried] = useState<FormValues>({})
  const seen = variables.filter(({ visibility }) => (visibility ?? "customer") === "customer")
  return (
    <section className={`${classes.pane} ${classes.preview}`} aria-label="Preview">
      <h2>What the customer sees</h2>
      <Text size="xs" c="dimmed">
        Try it: nothing typed here is kept.
      </Text>
      <div className={classes.sheet}>
        {seen.length > 0 ? (
          <ConfigFields variables={seen} values={{ ...formValues(seen), ...tried }} change={setTried} />
        ) : (
          <Text size="sm" c="dimmed">
            Nothing is asked.
          </Text>
        )}
      </div>
    </section>
  )
}
