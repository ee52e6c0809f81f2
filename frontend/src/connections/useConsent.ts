import { useEffect, useRef, useState } from "react"
import type { Connection } from "../api/types"
import { listen, type Outcome, openWindow } from "./consent"
import type { ConnectionDesk } from "./desk"

export type Stage =
  | { kind: "idle" }
  | { kind: "preparing" }
  | { kind: "waiting"; url: string; blocked: boolean }
  | { kind: "refused"; words: string }

/**
 * Sends a person to a service and waits for the answer. `begin` belongs in a click handler; `find` gives the connection, which
 * may be made first. `connected` is called when the person agreed.
 */
export function useConsent(desk: ConnectionDesk, connected: (connection: Connection) => void) {
  const [stage, setStage] = useState<Stage>({ kind: "idle" })
  const stop = useRef<() => void>(() => {})
  useEffect(() => () => stop.current(), [])

  const begin = async (find: () => Promise<Connection>): Promise<void> => {
    stop.current()
    const popup = openWindow()
    setStage({ kind: "preparing" })
    try {
      const connection = await find()
      const url = await desk.authorize(connection.id)
      const tell = async ({ connected: agreed, words }: Outcome) => {
        if (!agreed) return setStage({ kind: "refused", words })
        connected(await desk.read(connection.id))
      }
      stop.current = listen(
        connection,
        () => desk.read(connection.id),
        (outcome) => void tell(outcome),
      )
      popup?.location.replace(url)
      setStage({ kind: "waiting", url, blocked: popup === null })
    } catch (failure) {
      popup?.close()
      setStage({ kind: "idle" })
      throw failure
    }
  }
  const leave = () => {
    stop.current()
    setStage({ kind: "idle" })
  }
  return { stage, begin, leave }
}
