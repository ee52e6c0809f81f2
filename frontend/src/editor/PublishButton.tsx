/** Makes the draft a version, from the canvas: what is in the way leads to its steps. */
import { Button, Tooltip } from "@mantine/core"
import { Rocket } from "lucide-react"
import { useSession } from "../shell/session"
import { lazyPart } from "../ui/lazyPart"
import { ProblemList } from "./ProblemsMenu"
import type { Saver } from "./saving"

export const PublishDialog = lazyPart(async () => (await import("../versions/PublishDialog")).PublishDialog)

interface Props {
  integrationId: string
  saver: Saver
  opened: boolean
  setOpened: (opened: boolean) => void
}

export function PublishButton({ integrationId, saver, opened, setOpened }: Props) {
  const { can } = useSession()
  if (!can("builder")) return null
  const close = () => setOpened(false)
  return (
    <>
      <Tooltip label="Publish (Shift+P)">
        <Button leftSection={<Rocket size={14} />} onClick={() => setOpened(true)}>
          Publish
        </Button>
      </Tooltip>
      {opened && (
        <PublishDialog
          integrationId={integrationId}
          before={saver.flush}
          revision={() => saver.status.getState().revision}
          obstacles={(problems) => <ProblemList problems={problems} onShown={close} />}
          close={close}
        />
      )}
    </>
  )
}
