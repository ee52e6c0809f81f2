/** What a deed's entry says beyond who and what: small facts as "name: value". */
import type { AuditEntry } from "../api/types"
import { factWords } from "./facts"

export function AuditFacts({ facts }: { facts: AuditEntry["facts"] }) {
  const words = factWords(facts)
  return words ? <span>{words}</span> : <span>–</span>
}
