/** The road of one request as a strip: each stage as icon, word and time. Choosing one shows what happened there. */
import { ChevronRight, Circle, CircleCheck, CircleX, type LucideIcon, SkipForward } from "lucide-react"
import { duration } from "../ui/When"
import classes from "./StageStrip.module.css"
import { type RoadStage, STATE_WORDS, type StageState } from "./stages"

const ICONS: Record<StageState, LucideIcon> = {
  passed: CircleCheck,
  stopped: CircleX,
  refused: CircleX,
  skipped: SkipForward,
  unreached: Circle,
}

/** The answer's status says more than the time it took to write it. */
function note(stage: RoadStage): string {
  if (stage.name === "answer" && stage.detail && stage.state !== "unreached") return stage.detail.split(" ")[0] ?? ""
  return stage.durationUs === null ? STATE_WORDS[stage.state] : duration(stage.durationUs)
}

interface StageStripProps {
  road: RoadStage[]
  label?: string
  chosen: string | null
  choose: (name: RoadStage["name"]) => void
}

export function StageStrip({ road, label = "The road of the request", chosen, choose }: StageStripProps) {
  return (
    <ol className={classes.strip} aria-label={label}>
      {road.map((stage, index) => {
        const Icon = ICONS[stage.state]
        return (
          <li key={stage.name} className={classes.item}>
            {index > 0 && <ChevronRight size={13} className={classes.arrow} aria-hidden />}
            <button
              type="button"
              className={classes.stage}
              data-state={stage.state}
              aria-pressed={stage.name === chosen}
              aria-label={`${stage.label}: ${STATE_WORDS[stage.state]}`}
              onClick={() => choose(stage.name)}
            >
              <Icon size={14} aria-hidden />
              <span className={classes.word}>{stage.label}</span>
              <span className={classes.time}>{note(stage)}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
