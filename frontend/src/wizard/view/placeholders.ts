/**
 * `{{customer.name}}` and `{{#Config variable}}` in the words of a page.
 *
 * What stands for a placeholder is text and nothing else: it is put in after Markdown was read, so a customer's name cannot become
 * a link, and into an address only encoded.
 */
import { type FormValues, isEmpty, Unread } from "../../config/values"
import type { ConfigVariable } from "../../flow/definition"
import type { Facts } from "./contract"

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

export interface Tellable {
  facts: Facts
  variables: readonly ConfigVariable[]
  values: FormValues
  /** In the instructions beside a URL. */
  url?: string | undefined
}

/** Null where nothing is known for it yet. */
export function tell(name: string, from: Tellable): string | null {
  if (name.startsWith("#")) return tellValue(name.slice(1).trim(), from)
  const { customer, integration, tenant } = from.facts
  const facts: Record<string, string | undefined> = {
    "customer.name": customer.name,
    "customer.externalId": customer.externalId,
    "integration.name": integration.name,
    "tenant.name": tenant.name,
    url: from.url,
  }
  return (Object.hasOwn(facts, name) && facts[name]) || null
}

function tellValue(name: string, { variables, values }: Tellable): string | null {
  const variable = variables.find((one) => one.name === name) ?? variables.find((one) => one.key === name)
  const value = variable && (values[variable.key] ?? variable.default)
  if (!variable || isEmpty(value) || value instanceof Unread || typeof value === "object") return null
  return variable.choices?.find((choice) => choice.value === value)?.label || String(value)
}

/** What is not known yet is shown as what it will be. */
const awaited = (name: string): string => `‹${name.replace(/^#\s*/, "")}›`

export const filled = (text: string, from: Tellable): string =>
  text.replace(PLACEHOLDER, (_, name: string) => tell(name.trim(), from) ?? awaited(name.trim()))

/** The address that may be opened, or null: something in it is not known yet, or it is one that could run. */
export function filledAddress(address: string, from: Tellable): string | null {
  let known = true
  const whole = address.replace(PLACEHOLDER, (_, name: string) => {
    const told = tell(name.trim(), from)
    known &&= told !== null
    return encodeURIComponent(told ?? "")
  })
  return known ? openable(whole) : null
}

const OPENABLE = ["https:", "http:", "mailto:"]

/** Read as a browser reads it, so that no space, tab or capital letter hides a `javascript:`. */
export function openable(address: string): string | null {
  try {
    const url = new URL(address.trim())
    return OPENABLE.includes(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

/** Texts with their placeholders out of the way of whoever reads the rest: a sign that nobody types for each. */
export function setAside(text: string): { text: string; restore: (part: string) => string } {
  const names: string[] = []
  const plain = text.replace(/[\uE000\uE001]/g, "")
  const marked = plain.replace(PLACEHOLDER, (whole) => `\uE000${names.push(whole) - 1}\uE001`)
  return {
    text: marked,
    restore: (part) => part.replace(/\uE000(\d+)\uE001/g, (_, at: string) => names[Number(at)] ?? ""),
  }
}
