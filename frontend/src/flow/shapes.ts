/** Checks of JSON of unknown origin, put together from small ones. Each gives what is wrong in words, or null. */

export type Check = (value: unknown, at: string) => string | null

const named = (at: string): string => at || "the text"
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const text =
  (longest: number): Check =>
  (value, at) => {
    if (typeof value !== "string") return `${named(at)} is no text`
    return value.length > longest ? `${named(at)} is longer than ${longest} letters` : null
  }

export const number =
  (least: number, most: number): Check =>
  (value, at) =>
    typeof value === "number" && value >= least && value <= most
      ? null
      : `${named(at)} is no number from ${least} to ${most}`

export const truth: Check = (value, at) =>
  typeof value === "boolean" ? null : `${named(at)} is neither true nor false`

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    allowed.includes(value as string) ? null : `${named(at)} is none of ${allowed.join(", ")}`

export const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? null : check(value, at)

export const listOf =
  (check: Check, most: number): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return `${named(at)} is no list`
    if (value.length > most) return `${named(at)} holds more than ${most}`
    return first(value.map((item, index) => () => check(item, `${at}[${index}]`)))
  }

export const mapOf =
  (check: Check): Check =>
  (value, at) =>
    isRecord(value)
      ? first(
          Object.entries(value).map(
            ([key, member]) =>
              () =>
                check(member, joined(at, key)),
          ),
        )
      : `${named(at)} is no object`

/** Every key of `needed`, perhaps some of `optional`, and no other. */
export const object =
  (needed: Record<string, Check>, optional: Record<string, Check>): Check =>
  (value, at) => {
    if (!isRecord(value)) return `${named(at)} is no object`
    const missing = Object.keys(needed).find((key) => !Object.hasOwn(value, key))
    if (missing !== undefined) return `${named(at)} has no ${missing}`
    const known = new Map(Object.entries({ ...needed, ...optional }))
    return first(
      Object.entries(value).map(([key, member]) => () => {
        const check = known.get(key)
        return check ? check(member, joined(at, key)) : `${named(at)} has “${key}”, which is not known here`
      }),
    )
  }

/** Exactly one of these keys. */
export const only =
  (kinds: Record<string, Check>): Check =>
  (value, at) =>
    isRecord(value) && Object.keys(value).length === 1 ? object({}, kinds)(value, at) : `${named(at)} is no input`

const joined = (at: string, key: string): string => (at ? `${at}.${key}` : key)

function first(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const problem = check()
    if (problem !== null) return problem
  }
  return null
}
