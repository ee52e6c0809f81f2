/** What a process tells of itself that was out of the ordinary. */

const WORDS: Record<string, string> = {
  child_too_slow: "code stopped for taking too long",
  child_no_memory: "code stopped for its memory",
  child_never_started: "sandboxes that did not start",
  child_walls_missing: "sandboxes that ran nothing for want of a wall",
  child_unknown: "sandboxes that crashed",
  live_worker: "times the worker was started anew",
  draft_worker: "times the worker of drafts was started anew",
  live_blocked: "times the loop of executions was blocked",
  draft_blocked: "times the loop of drafts was blocked",
}

/** Walls around code, by what the operating system calls them. */
const WALLS: Record<string, string> = {
  network: "a network of its own",
  user: "a user without rights",
  system_calls: "the filter of system calls",
  memory: "the limit of memory",
  rights: "the ban on gaining rights",
}

export function lacksWords(walls: readonly string[]): string {
  return `code runs without ${walls.map((wall) => WALLS[wall] ?? wall).join(" and without ")}`
}

export function eventWords(name: string, count: number): string {
  return `${count} ${WORDS[name] ?? name}`
}
