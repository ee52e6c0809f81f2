/** What an edit was about, for the undo button and the history: `code_1`, `3 steps`, `note`, `2 steps and note`. */
export function wordsFor(steps: readonly string[], notes: readonly unknown[] = []): string {
  const ofSteps = steps.length > 1 ? `${steps.length} steps` : steps[0]
  const ofNotes = notes.length > 1 ? `${notes.length} notes` : notes.length === 1 && "note"
  return [ofSteps, ofNotes].filter(Boolean).join(" and ")
}
