/** Says quietly whether a page hears of what happens as it happens, or asks for it every few seconds. */
import { Tooltip } from "@mantine/core"
import { Radio, RefreshCw } from "lucide-react"
import { useLineState } from "../api/useLive"
import classes from "./LiveWord.module.css"

export function LiveWord({ live }: { live: boolean | undefined }) {
  const state = useLineState()
  if (live) {
    return (
      <Tooltip label="What happens shows here as it happens.">
        <span className={classes.word} data-live>
          <Radio size={14} aria-hidden /> Live
        </span>
      </Tooltip>
    )
  }
  // The first moment of a page is neither: a word that changes at once would only catch the eye.
  if (state !== "down") return null
  return (
    <Tooltip label="The line for live updates is down. This page asks again every few seconds, and goes live when it is back.">
      <span className={classes.word} role="status">
        <RefreshCw size={13} aria-hidden /> Every few seconds
      </span>
    </Tooltip>
  )
}
