/** The setting of the chosen stage, with what is wrong there. */
import { Text } from "@mantine/core"
import { CircleX, TriangleAlert } from "lucide-react"
import type { Problem } from "../flow/definition"
import { AccessSetting } from "./AccessSetting"
import { AnswerSetting } from "./AnswerSetting"
import { CredentialSetting, MethodSetting } from "./CallerSettings"
import { MatchSetting, PickSetting, PreprocessSetting } from "./RoutingSettings"
import type { StopView } from "./rules"
import classes from "./StopSettings.module.css"
import type { RoadStop } from "./stops"
import { TypeSetting } from "./TypeSetting"
import type { OpenEndpoint } from "./useOpenDraft"

export interface SettingProps {
  open: OpenEndpoint
  integrationId: string
  /** Messages by field, without the leading `endpoint.`. */
  wrong: Record<string, string>
}

/** A problem of an entry is told at its field. */
export const firstOf = (wrong: Record<string, string>, field: string): string | undefined =>
  Object.entries(wrong).find(([name]) => name === field || name.startsWith(`${field}[`))?.[1]

const SETTINGS: Record<RoadStop, React.ComponentType<SettingProps>> = {
  endpoint: TypeSetting,
  access: AccessSetting,
  method: MethodSetting,
  credential: CredentialSetting,
  preprocess: PreprocessSetting,
  pick: PickSetting,
  match: MatchSetting,
  answer: AnswerSetting,
}

interface StopSettingsProps {
  view: StopView
  open: OpenEndpoint
  integrationId: string
}

/** Fields that say themselves what is wrong with them. */
const FIELDS = [
  "flowName",
  "externalCustomerId",
  "preprocessFlow",
  "allowedAddresses",
  "allowedOrigins",
  "requestsPerSecond",
  "largestBody",
].map((name) => `endpoint.${name}`)

const standsAlone = ({ field }: Problem) => !FIELDS.some((name) => field === name || field?.startsWith(`${name}[`))

export function StopSettings({ view, open, integrationId }: StopSettingsProps) {
  const Setting = SETTINGS[view.stop]
  const wrong = Object.fromEntries(
    view.problems.map((problem) => [(problem.field ?? "").replace(/^endpoint\./, ""), problem.message]),
  )
  return (
    <section className={classes.panel} aria-label={`Setting: ${view.label}`}>
      {view.problems.filter(standsAlone).map((problem) => (
        <p
          key={problem.code + problem.field + problem.flow}
          className={classes.problem}
          data-severity={problem.severity}
        >
          {problem.severity === "error" ? <CircleX size={15} aria-hidden /> : <TriangleAlert size={15} aria-hidden />}
          <span>
            {problem.message}{" "}
            <Text span size="xs" c="dimmed">
              <code>{problem.code}</code>
            </Text>
          </span>
        </p>
      ))}
      <Setting open={open} integrationId={integrationId} wrong={wrong} />
    </section>
  )
}
