/** A JSON value of a run: a tree that stays quick for large ones, and a button that copies all of it. */
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core"
import { Check, Copy } from "lucide-react"
import { useMemo } from "react"
import { Json } from "../ui/Json"
import classes from "./Panel.module.css"
import { openLevels } from "./weight"

export function Data({ value }: { value: unknown }) {
  const open = useMemo(() => openLevels(value), [value])
  const text = () => JSON.stringify(value, null, 2) ?? ""
  return (
    <div className={classes.data}>
      <Json value={value} collapsed={open} />
      {typeof value === "object" && value !== null && (
        <CopyButton value="" timeout={1500}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? "Copied" : "Copy as JSON"}>
              <ActionIcon
                className={classes.copy}
                variant="default"
                size="sm"
                aria-label="Copy as JSON"
                onClick={() => {
                  copy()
                  // Written only now: the text of a large value is not made before somebody wants it.
                  void navigator.clipboard.writeText(text())
                }}
              >
                {copied ? <Check size={13} /> : <Copy size={13} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      )}
    </div>
  )
}
