/**
 * What a page of the wizard is drawn from, and what it tells back. Plain data both ways.
 *
 * For: the wizard itself (its own small bundle) and the preview beside the builder; both draw with the same components.
 * Nothing below `wizard/view` may import Mantine, the designer's store or its API: the wizard's bundle must stay small.
 */
import type { ReactNode } from "react"
import type { Wrong } from "../../config/checks"
import type { FormValues } from "../../config/values"
import type { Choice, ConfigVariable } from "../../flow/definition"
import type { WizardPage } from "../../flow/pages"
import type { Words } from "./words"

/** What placeholders tell. */
export interface Facts {
  customer: { name: string; externalId: string }
  integration: { name: string }
  tenant: { name: string }
}

/** In the tenant's colours and name. */
export interface Theme {
  /** Shown on top: the tenant's or the embedding product's name. */
  name: string
  /** Address of a picture shown before the name. */
  logo?: string | null
  /** #rrggbb. What is drawn with it stays readable, whatever it is. */
  accent?: string | null
  scheme: "light" | "dark" | "system"
}

/** `waiting` until it happened; `bad` when it went wrong, with `note` in words. */
export interface Light {
  state: "waiting" | "good" | "bad"
  /** When, ISO 8601. */
  at?: string | null
  note?: string | null
}

/** The live proof of one URL. */
export interface Lights {
  seen: Light
  signed: Light
  routed: Light
  /** Whether somebody is listening; false where the lights cannot turn, as in a preview. */
  live: boolean
}

/** What a customer fills in to connect; empty where the service's own page asks. */
export interface ConnectionField {
  key: string
  label: string
  secret: boolean
  /** Absent: it is. */
  required?: boolean
}

export interface WizardConnection {
  /** Name of the service. */
  service: string
  /** Written by the tenant: where to find what is asked. Markdown. */
  instructions?: string | null
  fields: readonly ConnectionField[]
  /** Connections to this service that the customer has already and could use again. */
  existing: readonly { id: string; name: string }[]
  /** `waiting`: a window of the service is open. */
  state: "none" | "waiting" | "testing" | "connected" | "broken"
  /** The name of the connection, when there is one. */
  name?: string | null
  /** What went wrong, in the other service's words where it said something. */
  problem?: string | null
}

/** Of a picklist whose choices a flow gives. */
export interface WizardChoices {
  state: "loading" | "ready" | "failed"
  choices: readonly Choice[]
  problem?: string | null
}

/** The customer's own webhook secret. */
export interface WizardSecret {
  state: "none" | "saving" | "kept"
  /** Only where it was made here and is shown now; never a stored one. */
  shown?: string | null
  /** Last letters of a stored one. */
  hint?: string | null
  problem?: string | null
}

/** Everything one page needs. `urls` and `lights` are by the key of the flow, "" for the one URL of all flows. */
export interface PageState {
  page: WizardPage
  /** By index of the element; absent: all of them. */
  shown?: readonly boolean[] | undefined
  /** All of the version; an element finds its own by key. */
  variables: readonly ConfigVariable[]
  values: FormValues
  /** By key of the variable; shown beside the field. Absent or empty: nothing is wrong, or nobody looked yet. */
  errors: Readonly<Record<string, readonly Wrong[]>>
  urls: Readonly<Record<string, string>>
  lights: Readonly<Record<string, Lights>>
  /** By key of the variable. */
  connections: Readonly<Record<string, WizardConnection>>
  choices: Readonly<Record<string, WizardChoices>>
  secret: WizardSecret
  facts: Facts
  words: Words
  /** Address of an uploaded image by its id. */
  imageUrl: (upload: string) => string
  /** While the page is sent or checked: nothing can be changed. */
  busy: boolean
}

/** What the person on the page does. */
export interface PageDeeds {
  change: (variable: string, value: unknown) => void
  /** With what was filled in; null opens the service's own page. Called from a click, so that a window may be opened. */
  connect: (variable: string, filled: Record<string, string> | null) => void
  /** Uses a connection the customer has already. */
  takeConnection: (variable: string, connection: string) => void
  enterSecret: (secret: string) => void
  /** Makes a secret here and shows it once; where one is kept it is replaced. */
  makeSecret: () => void
  reloadChoices: (variable: string) => void
}

export interface PageViewProps {
  state: PageState
  deeds: PageDeeds
}

/** The frame around a page: whose wizard, how far, and the buttons. */
export interface WizardFrameProps {
  theme: Theme
  words: Words
  /** Names of all pages in order; derived ones named by `pageName`. */
  pages: readonly string[]
  /** Index of the page that is shown; `pages.length` is the end. */
  current: number
  busy: boolean
  /** What stands in the way, said above the buttons; read out when it appears. */
  problem?: string | null
  /** Null where there is no way back. */
  back: (() => void) | null
  /** Null where something on the page leads on by itself. */
  next: (() => void) | null
  /** Null hides the button. */
  cancel: (() => void) | null
  /** It stands within another page, such as the builder's preview: then it is no main landmark. */
  inside?: boolean
  /** Of the last page: "Finish", or what else ends it. */
  nextLabel?: string
  children: ReactNode
}
