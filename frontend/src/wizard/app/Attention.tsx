/** What the registration watch noticed, in the words the tenant reads, too. */
import { TriangleAlert } from "lucide-react"
import { say } from "../../config/saying"
import classes from "./app.module.css"
import type { AppWord, AppWords } from "./words"

interface Found {
  code?: string
  since?: string
  count?: number
  of?: number
}

export function Attention({ problems, words }: { problems: readonly unknown[]; words: AppWords }) {
  const found = (problems as Found[]).filter(({ code }) => code && code in words)
  if (found.length === 0) return null
  return (
    <section className={classes.attention} aria-label={words.attention}>
      <h2>
        <TriangleAlert size={18} aria-hidden /> {words.attention}
      </h2>
      {found.map((one) => (
        <p key={one.code}>{attentionWords(one, words)}</p>
      ))}
    </section>
  )
}

export function attentionWords({ code = "", since = "", count = 0, of = 0 }: Found, words: AppWords): string {
  const when = since ? new Date(since).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) : ""
  return say(words[code as AppWord], { since: when, count, of })
}
