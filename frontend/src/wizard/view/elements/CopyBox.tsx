/** A text in a box with a button that copies it, and a tick when that was done. */
import { Check, Copy } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { useWords } from "../pageContext"
import classes from "./elements.module.css"

const TICK = 2500

export function CopyBox({ label, text }: { label: string; text: string }) {
  const words = useWords()
  const [state, setState] = useState<"" | "copied" | "failed">("")
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (state !== "copied") return
    const timer = setTimeout(() => setState(""), TICK)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    box.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      setState("copied")
    } catch {
      // Frames of other origins and plain http may not write there; what is selected can be copied by hand.
      setState("failed")
    }
  }
  return (
    <div className={classes.copyBox}>
      <input
        ref={box}
        className={classes.copyText}
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" className={classes.copyButton} onClick={copy} data-done={state === "copied" || undefined}>
        {state === "copied" ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
        {state === "copied" ? words.copied : words.copy}
      </button>
      <p role="status" className={classes.copySaid}>
        {state === "failed" && words.copyFailed}
      </p>
    </div>
  )
}
