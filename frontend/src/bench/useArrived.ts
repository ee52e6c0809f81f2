/** Which rows of a list came while somebody looked. */
import { useEffect, useState } from "react"

/** The rows that are newer than what the list began with, newest first as they come; ids sort by time. */
export function useArrived<T extends { id: string }>(rows: readonly T[] | undefined, looking: boolean): readonly T[] {
  const [before, setBefore] = useState<string | null>(null)
  useEffect(() => {
    setBefore((known) => (looking ? (known ?? (rows ? newestOf(rows) : null)) : null))
  }, [rows, looking])
  return looking && before !== null && rows ? rows.filter((row) => row.id > before) : []
}

const newestOf = (rows: readonly { id: string }[]): string =>
  rows.reduce((newest, row) => (row.id > newest ? row.id : newest), "")
