/** Pauses or resumes the instances of all customers that the list shows, part by part, and says how far it is. */
import { Alert, List, Progress, SegmentedControl, Text } from "@mantine/core"
import { useRef, useState } from "react"
import { api } from "../api/client"
import type { components } from "../api/schema.gen"
import { FormDialog } from "../ui/FormDialog"
import { useInstancesChanged } from "./changed"

type Switched = components["schemas"]["Switched"]

interface Props {
  search: string
  label: string
  close: () => void
}

const WAYS = [
  { value: "pause", label: "Pause" },
  { value: "resume", label: "Resume" },
]

export function SwitchManyDialog({ search, label, close }: Props) {
  const changed = useInstancesChanged()
  const [way, setWay] = useState("pause")
  const [did, setDid] = useState(0)
  const [left, setLeft] = useState(0)
  const [refused, setRefused] = useState<Switched["refused"]>([])
  const [over, setOver] = useState(false)
  const stopped = useRef(false)
  const filtered = search !== "" || label !== ""
  const choice = filtered ? { ...(search && { search }), ...(label && { labels: [label] }) } : { everyone: true }
  const stays = useRef(false) // when it is through, the dialog says what became of it instead of closing
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
    let after = ""
    do {
      const part: Switched = await api.post("/api/instances/switch", { enabled: way === "resume", choice, after })
      setDid((before) => before + part.did)
      setLeft(part.left)
      setRefused((before) => [...before, ...part.refused])
      after = part.next ?? ""
    } while (after && !stopped.current)
    await changed()
    setOver(true)
    stays.current = true
  }
  const seen = did + refused.length
  return (
    <FormDialog
      title={filtered ? "Pause or resume these customers" : "Pause or resume all customers"}
      action={over ? "Done" : way === "pause" ? "Pause them" : "Resume them"}
      leave={over ? "Close" : seen > 0 ? "Stop" : "Cancel"}
      submit={submit}
      close={leave}
    >
      <SegmentedControl aria-label="What to do" data={WAYS} value={way} onChange={setWay} disabled={seen > 0} />
      <Text size="sm">
        {way === "pause"
          ? "What arrives is held until an instance is resumed. Nothing is lost."
          : "What was held runs, oldest first."}
      </Text>
      {seen + left > 0 && <Progress aria-label="How far it is" value={(100 * seen) / (seen + left)} />}
      {(over || seen > 0) && (
        <Text size="sm" role="status">
          {did} {way === "pause" ? "paused" : "resumed"}
          {left > 0 ? `, ${left} to go` : over && seen === 0 ? ": all were so already" : ""}
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
