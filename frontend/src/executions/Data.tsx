/** A JSON value of a run: a tree that stays quick for large ones, and a button that copies all of it. */
import { ActionIcon, Tooltip } from "@mantine/core"
import { useTimeout } from "@mantine/hooks"
import { Check, Copy } from "lucide-react"
import { useState } from "react"
import { copyText } from "../ui/copying"
import { Json } from "../ui/Json"
import classes from "./Panel.module.css"

export function Data({ value }: { value: unknown }) {
  return (
    <div className={classes.data}>
      <Json value={value} />
      {typeof value === "object" && value !== null && <Copied value={value} />}
    </div>
  )
}

/** The text of a large value is not made before somebody wants it. */
function Copied({ value }: { value: unknown }) {
  const [copied, setCopied] = useState(false)
  const { start } = useTimeout(() => setCopied(false), 1500)
  const copy = async () => {
    setCopied(await copyText(JSON.stringify(value, null, 2)))
    start()
  }
  return (
    <Tooltip label={copied ? "Copied" : "Copy as JSON"}>
      <ActionIcon
        className={classes.copy}
        variant="default"
        size="sm"
        aria-label="Copy as JSON"
        onClick={() => void copy()}
      >
        {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}
