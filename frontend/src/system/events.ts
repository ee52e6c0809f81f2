/** What a process tells of itself that was out of the ordinary. */

const WORDS: Record<string, string> = {
  child_too_slow: "code stopped for taking too long",
  child_no_memory: "code stopped for its memory",
  child_never_started: "sandboxes that did not start",
  child_unknown: "sandboxes that crashed",
  live_worker: "times the worker was started anew",
  draft_worker: "times the worker of drafts was started anew",
  live_blocked: "times the loop of executions was blocked",
  draft_blocked: "times the loop of drafts was blocked",
}

export function eventWords(name: string, count: number): string {
  return `${count} ${WORDS[name] ?? name}`
}
