/** A route trace: its stages as a strip, and what happened at the chosen one. */
import { useState } from "react"
import type { Stage, StageName } from "../api/types"
import { StageDetail } from "./StageDetail"
import { StageStrip } from "./StageStrip"
import { roadOf, stageToShow } from "./stages"

interface Props {
  stages: readonly Stage[]
  label?: string
  /** Only the strip until a stage is chosen. */
  folded?: boolean
}

export function RoadView({ stages, label, folded = false }: Props) {
  const road = roadOf(stages)
  const [chosen, setChosen] = useState<StageName | null>(folded ? null : stageToShow(road))
  const shown = road.find((stage) => stage.name === chosen)
  return (
    <>
      <StageStrip road={road} {...(label && { label })} chosen={chosen} choose={setChosen} />
      {shown && <StageDetail stage={shown} />}
    </>
  )
}
