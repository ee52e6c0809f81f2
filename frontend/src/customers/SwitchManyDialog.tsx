/** Pauses or resumes the instances that a filter finds, part by part: says how many first, then how far it is. */
import { Alert, List, Progress, SegmentedControl, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useRef, useState } from "react"
import { api } from "../api/client"
import type { components } from "../api/schema.gen"
import type { Choice } from "../api/types"
import { whoIn } from "../rollouts/words"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice } from "../ui/Problem"
import { useInstancesChanged } from "./changed"
import { instances, nothingTo, type Way } from "./switchWords"

type Switched = components["schemas"]["Switched"]
type Forecast = components["schemas"]["SwitchForecast"]

interface Props {
  choice: Choice
  /** Id of the one whose instances are meant; without it those of all. */
  integration?: string
  close: () => void
}

const WHAT: Record<Way, string> = {
  pause: "What arrives is held until an instance is resumed. Nothing is lost.",
  resume: "What was held runs, oldest first.",
}
const WAYS = [
  { value: "pause", label: "Pause" },
  { value: "resume", label: "Resume" },
]

export function SwitchManyDialog({ choice, integration, close }: Props) {
  const changed = useInstancesChanged()
  const scope = { choice, ...(integration && { integration }) }
  const forecast = useQuery({
    queryKey: ["switch-forecast", scope],
    queryFn: () => api.post<Forecast>("/api/instances/switch/forecast", scope),
    gcTime: 0, // a number of a moment ago is no promise
  })
  const [chosen, setWay] = useState<Way | null>(null)
  const [did, setDid] = useState(0)
  const [left, setLeft] = useState(0)
  const [refused, setRefused] = useState<Switched["refused"]>([])
  const [over, setOver] = useState(false)
  const stopped = useRef(false)
  const stays = useRef(false) // when it is through, the dialog says what became of it instead of closing
  const counts = forecast.data && { pause: forecast.data.running, resume: forecast.data.paused }
  const way: Way = chosen ?? (counts && counts.pause === 0 && counts.resume > 0 ? "resume" : "pause")
  const seen = did + refused.length
  const leave = () => {
    if (stays.current) {
      stays.current = false
      return
    }
    stopped.current = true // what was done stays done
    close()
  }
  const submit = async () => {
    if (over) return
    setWay(way)
    let after = ""
    do {
      const part: Switched = await api.post("/api/instances/switch", { ...scope, enabled: way === "resume", after })
      setDid((before) => before + part.did)
      setLeft(part.left)
      setRefused((before) => [...before, ...part.refused])
      after = part.next ?? ""
    } while (after && !stopped.current)
    await changed()
    setOver(true)
    stays.current = true
  }
  const doing = way === "pause" ? "Pause" : "Resume"
  return (
    <FormDialog
      title="Pause or resume instances"
      action={over ? "Done" : counts ? `${doing} ${instances(counts[way])}` : `${doing} instances`}
      leave={over ? "Close" : seen > 0 ? "Stop" : "Cancel"}
      disabled={!over && !counts?.[way]}
      submit={submit}
      close={leave}
    >
      <Text size="sm">
        Meant: <b>{whoIn(choice)}</b>
        {integration ? " with this integration." : ", in all integrations."}
      </Text>
      <SegmentedControl
        aria-label="What to do"
        data={WAYS}
        value={way}
        onChange={(value) => setWay(value as Way)}
        disabled={seen > 0 || over}
      />
      {forecast.isError && <ProblemNotice failure={forecast.error} retry={() => void forecast.refetch()} />}
      {!over && seen === 0 && (
        <Text size="sm" role="status" mih={21}>
          {counts && (counts[way] === 0 ? nothingTo(way) : WHAT[way])}
        </Text>
      )}
      {seen + left > 0 && <Progress aria-label="How far it is" value={(100 * seen) / (seen + left)} />}
      {(over || seen > 0) && (
        <Text size="sm" role="status">
          {instances(did)} {way === "pause" ? "paused" : "resumed"}
          {left > 0 ? `, ${left.toLocaleString("en")} to go` : over && seen === 0 ? ": all were so already" : ""}
        </Text>
      )}
      {refused.length > 0 && (
        <Alert color="yellow" title={`${refused.length} could not be switched`}>
          <List size="sm">
            {refused.map(({ instance, customer, message }) => (
              <List.Item key={instance}>
                {customer}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </FormDialog>
  )
}
