/** What can be done about a destination. */
import { Button, Menu, Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { KeyRound, MoreHorizontal, Pause, Pencil, Play, RotateCcw, Send, Trash2 } from "lucide-react"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { DestinationDetail, KeptDestination } from "../api/types"
import { useSession } from "../shell/session"
import { Dialog } from "../ui/Dialog"
import { tell, tellProblem } from "../ui/Problem"
import { DestinationDialog } from "./DestinationDialog"
import { CloseDialog, EnableDialog, RecoverDialog, RotateDialog } from "./dialogs"
import { KeyNotice } from "./KeyNotice"

type Open = "edit" | "rotate" | "recover" | "enable" | "close" | null

export function DestinationActions({ destination }: { destination: DestinationDetail }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { can } = useSession()
  const [open, setOpen] = useState<Open>(null)
  const [kept, setKept] = useState<KeptDestination | null>(null)
  if (!can("operator")) return null
  const at = `/api/destinations/${destination.id}`
  const changed = async () => {
    await queries.invalidateQueries({ queryKey: ["/api/destinations"] })
    await queries.invalidateQueries({ queryKey: ["/api/deliveries"] })
  }
  const ask = async (what: string, said: string) => {
    try {
      await api.post(`${at}/${what}`)
      tell(said)
      await changed()
    } catch (failure) {
      tellProblem(failure)
    }
  }
  const close = () => setOpen(null)
  const shared = { destination, at, changed, close }
  const active = destination.status === "active"
  return (
    <>
      {active ? (
        <Button
          variant="default"
          leftSection={<Send size={15} />}
          onClick={() => void ask("test", "A test is on its way.")}
        >
          Send a test
        </Button>
      ) : (
        <Button leftSection={<Play size={15} />} onClick={() => setOpen("enable")}>
          Enable
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label="More">
            <MoreHorizontal size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {active && (
            <Menu.Item leftSection={<RotateCcw size={15} />} onClick={() => setOpen("recover")}>
              Recover
            </Menu.Item>
          )}
          {active && (
            <Menu.Item
              leftSection={<Pause size={15} />}
              onClick={() => void ask("pause", "Paused. What comes waits here.")}
            >
              Pause
            </Menu.Item>
          )}
          {can("builder") && (
            <>
              <Menu.Item leftSection={<Pencil size={15} />} onClick={() => setOpen("edit")}>
                Change
              </Menu.Item>
              <Menu.Item leftSection={<KeyRound size={15} />} onClick={() => setOpen("rotate")}>
                New signing key
              </Menu.Item>
              {!destination.subscription && (
                <Menu.Item color="red" leftSection={<Trash2 size={15} />} onClick={() => setOpen("close")}>
                  Close
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && <DestinationDialog destination={destination} close={close} />}
      {open === "rotate" && <RotateDialog {...shared} kept={setKept} />}
      {open === "recover" && <RecoverDialog {...shared} />}
      {open === "enable" && <EnableDialog {...shared} />}
      {open === "close" && <CloseDialog {...shared} closed={() => void navigate("/deliveries")} />}
      {kept && (
        <Dialog onClose={() => setKept(null)} title="New keys" closeOnClickOutside={false}>
          {kept.previousKeyUntil && (
            <Text size="sm" mb="sm">
              Until the old keys end, both sign webhook-signature, and x-tray-signature stays with the old one.
            </Text>
          )}
          <KeyNotice {...kept} close={() => setKept(null)} />
        </Dialog>
      )}
    </>
  )
}
