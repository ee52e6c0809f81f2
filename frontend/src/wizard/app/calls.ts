/** Calls of the wizard to its own server: with its bearer, again while there is no line, and every problem in one shape. */
import type { components } from "../../api/schema.gen"

type Schemas = components["schemas"]
export type WizardState = Schemas["WizardState"]
export type Proof = Schemas["WizardProof"]
export type Opened = Schemas["OpenedWizard"]
export type Finished = Schemas["FinishedWizard"]
export type ServerConnection = Schemas["WizardConnection"]
export type SentTest = Schemas["SentTest"]
export type OpenedDialog = Schemas["OpenedDialog"]
export type DialogState = Schemas["DialogState"]

export interface FieldProblem {
  field: string
  message: string
  code: string
  page?: number
}

/** What the server, or the lack of one, said. `code` is stable. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(message)
  }
}

const WAITS = [1000, 2000, 4000, 8000] // milliseconds between tries without a line; the last goes on
const SLOWEST = 45_000

/** `line` hears whether there is one. What changes nothing, or the same when sent twice, is tried until there is. */
export class Calls {
  constructor(
    private readonly bearer: () => string,
    private readonly line: (up: boolean) => void,
    private readonly door: "wizard" | "account-dialog" = "wizard",
  ) {}

  get = <T>(path: string) => this.ask<T>("GET", path)
  put = <T>(path: string, body: unknown) => this.ask<T>("PUT", path, body)
  post = <T>(path: string, body: unknown = {}) => this.ask<T>("POST", path, body)
  patch = <T>(path: string, body: unknown) => this.ask<T>("PATCH", path, body)

  /** Once, also while the page is going away. */
  farewell(method: string, path: string, body?: unknown) {
    void this.once(method, path, body, true).catch(() => {})
  }

  private async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      let answer: Response
      try {
        answer = await this.once(method, path, body)
      } catch {
        this.line(false)
        await theLine(WAITS[Math.min(tries, WAITS.length - 1)] ?? 0)
        continue
      }
      // Behind us something may be starting anew; it says so with these.
      if ([502, 503, 504].includes(answer.status) && tries < WAITS.length) {
        await theLine(WAITS[tries] ?? 0)
        continue
      }
      this.line(true)
      return await read<T>(answer)
    }
  }

  private once(method: string, path: string, body?: unknown, keepalive = false): Promise<Response> {
    const bearer = this.bearer()
    return fetch(`/api/${this.door}/${path}`, {
      method,
      keepalive,
      credentials: "omit",
      signal: keepalive ? undefined : AbortSignal.timeout(SLOWEST),
      headers: {
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(bearer && { Authorization: `Bearer ${bearer}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  }
}

async function read<T>(answer: Response): Promise<T> {
  if (answer.status === 204) return undefined as T
  let told: Partial<Schemas["Problem"]> = {}
  try {
    told = await answer.json()
  } catch {
    throw new Refusal("unreadable", `The server answered ${answer.status} and nothing that can be read. Try again.`)
  }
  if (answer.ok) return told as T
  throw new Refusal(told.code ?? "unreadable", told.detail ?? "", (told.errors ?? []) as FieldProblem[])
}

/** After a while, or as soon as the browser says there is a line. */
function theLine(milliseconds: number): Promise<void> {
  return new Promise((go) => {
    const timer = window.setTimeout(done, milliseconds)
    window.addEventListener("online", done)
    function done() {
      window.clearTimeout(timer)
      window.removeEventListener("online", done)
      go()
    }
  })
}
