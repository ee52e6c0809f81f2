/** What the server says when it cannot do what was asked (application/problem+json, RFC 9457). */
import type { Problem } from "../flow/definition"

export interface FieldError {
  field: string
  message: string
  code: string
}

/** Thrown by every call of `api`. `code` is stable; `detail` is for people and says what to do next. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null,
    readonly errors: FieldError[] = [],
    readonly problems: Problem[] = [],
    /** Everything else the server added, such as `revision` of a stale save. */
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail || title)
    this.name = "ApiProblem"
  }

  /** The request never reached the server, so trying again is safe and may help. */
  get offline(): boolean {
    return this.status === 0
  }

  /** The same with some of its fields alone, for who shows the others elsewhere. */
  withErrors(errors: FieldError[]): ApiProblem {
    const { status, code, title, detail, requestId, problems, extra } = this
    return new ApiProblem(status, code, title, detail, requestId, errors, problems, extra)
  }

  /** For forms: `{field: message}`. */
  get fields(): Record<string, string> {
    return Object.fromEntries(this.errors.map((error) => [error.field, error.message]))
  }
}

export function unreachable(): ApiProblem {
  return new ApiProblem(
    0,
    "offline",
    "No connection",
    "The server cannot be reached. Check the connection; nothing was lost.",
    null,
  )
}

export function readProblem(status: number, body: unknown, requestId: string | null): ApiProblem {
  if (typeof body !== "object" || body === null) {
    return new ApiProblem(status, "unreadable_answer", "Unexpected answer", `The server answered ${status}.`, requestId)
  }
  const { code, title, detail, errors, problems, ...extra } = body as Record<string, unknown>
  return new ApiProblem(
    status,
    typeof code === "string" ? code : "unknown",
    typeof title === "string" ? title : `Error ${status}`,
    typeof detail === "string" ? detail : "",
    typeof extra.requestId === "string" ? extra.requestId : requestId,
    Array.isArray(errors) ? (errors as FieldError[]) : [],
    Array.isArray(problems) ? (problems as Problem[]) : [],
    extra,
  )
}
