/**
 * How the page was opened: code, options of the address, where it stands. The code leaves the address bar at once, so that it is in
 * no history, no bookmark and no screenshot.
 */
export type Mode = "frame" | "popup" | "page"

export interface Arrival {
  code: string
  /** Tray's `customValidation=true` of the address; the code's own option counts as well. */
  customValidation: boolean
  /** What the opening page says it is; believed only when it is one of the tenant's. */
  hostOrigin: string
  mode: Mode
  /** Of Tray's address for one account: the key of its config variable; empty: the whole set-up. */
  account: string
  /** Of Tray's addresses: the instance, for codes that open any of a customer's. */
  instance: string
  /** Of Tray's addresses for one account outside any set-up. */
  dialog: AskedAccount | null
}

/** A new account at a service, or with `account` one to renew; ids as they came. */
export interface AskedAccount {
  service: string
  environment: string
  account: string
}

const ACCOUNT = /^\/external\/auth\/create\/[^/]+\/[^/]+\/([^/]+)\/?$/
const INSTANCE = /^\/external\/(?:solutions\/[^/]+\/configure|auth\/create\/[^/]+)\/([^/]+)/
const DIALOG = /^\/external\/auth\/(?:create\/[^/]+|edit\/[^/]+\/([^/]+))\/?$/

export function arrive(here: Pick<Location, "pathname" | "search" | "hash">, mode: Mode): Arrival {
  const query = new URLSearchParams(here.search)
  const fragment = new URLSearchParams(here.hash.replace(/^#/, ""))
  const given = (name: string) => fragment.get(name) ?? query.get(name) ?? ""
  const dialog = DIALOG.exec(here.pathname)
  return {
    code: given("code"),
    customValidation: given("customValidation") === "true",
    hostOrigin: given("origin"),
    mode,
    account: decodeURIComponent(ACCOUNT.exec(here.pathname)?.[1] ?? ""),
    instance: decodeURIComponent(INSTANCE.exec(here.pathname)?.[1] ?? ""),
    dialog: dialog && {
      service: given("serviceId"),
      environment: given("serviceEnvironmentId"),
      account: decodeURIComponent(dialog[1] ?? ""),
    },
  }
}

/** The address without what only we need. */
export function cleaned(here: Pick<Location, "pathname" | "search">): string {
  const query = new URLSearchParams(here.search)
  for (const name of ["code", "origin"]) query.delete(name)
  const rest = query.toString()
  return rest ? `${here.pathname}?${rest}` : here.pathname
}

export function modeOf(window: Pick<Window, "opener" | "parent" | "self">): Mode {
  if (window.parent !== window.self) return "frame"
  return window.opener ? "popup" : "page"
}
