import { ExternalLink } from "lucide-react"
import type { ReactNode } from "react"
import classes from "./page.module.css"
import type { Words } from "./words"

/** A link out of the wizard: in a new tab that knows nothing of ours. Without an address only its words. */
export function NewTab({ address, words, children }: { address: string | null; words: Words; children: ReactNode }) {
  if (!address) return <span>{children}</span>
  return (
    <a className={classes.link} href={address} target="_blank" rel="noopener noreferrer">
      {children}
      <ExternalLink size={12} aria-label={`(${words.newWindow})`} role="img" />
    </a>
  )
}
