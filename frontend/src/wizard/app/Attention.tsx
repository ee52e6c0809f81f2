/** What the registration watch noticed, above the page it is about. */
import { TriangleAlert } from "lucide-react"
import { isNoticed, noticedWords } from "../watching"
import classes from "./app.module.css"
import type { AppWords } from "./words"

export function Attention({ problems, words }: { problems: readonly unknown[]; words: AppWords }) {
  const found = problems.filter(isNoticed)
  if (found.length === 0) return null
  return (
    <section className={classes.attention} aria-label={words.attention}>
      <h2>
        <TriangleAlert size={18} aria-hidden /> {words.attention}
      </h2>
      {found.map((one) => (
        <p key={one.code}>{noticedWords(one, words)}</p>
      ))}
    </section>
  )
}
