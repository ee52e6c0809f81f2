/** What the elements of a page are called and look like in the palette, and how one is begun. */
import {
  CodeXml,
  Heading,
  Image,
  KeyRound,
  Lightbulb,
  Link2,
  type LucideIcon,
  Plug,
  TextInitial,
  Variable,
} from "lucide-react"
import type { ConfigVariable } from "../../flow/definition"
import { askedBy, type ElementType, type PageElement } from "../../flow/pages"

export const ELEMENTS: Record<ElementType, { name: string; text: string; icon: LucideIcon }> = {
  heading: { name: "Heading", text: "A title above what belongs together.", icon: Heading },
  text: { name: "Text", text: "Paragraphs, lists and links, in Markdown.", icon: TextInitial },
  image: { name: "Image", text: "A picture that shows where to look.", icon: Image },
  link: { name: "Link", text: "Opens another page in a new tab.", icon: Link2 },
  webhookUrl: { name: "Webhook URL", text: "The customer's own URL, with steps to register it.", icon: CodeXml },
  secret: { name: "Secret", text: "The customer's own webhook secret.", icon: KeyRound },
  lights: { name: "Live check", text: "Request seen, signature good, routed to you.", icon: Lightbulb },
  configVariable: { name: "Config variable", text: "A value the customer gives.", icon: Variable },
  connection: { name: "Connection", text: "The customer's own account at a service.", icon: Plug },
}

/** What can be added that asks for nothing. */
export const PLAIN = ["heading", "text", "image", "link", "webhookUrl", "secret", "lights"] as const
export type PlainType = (typeof PLAIN)[number]

const BEGINNINGS: Record<PlainType, PageElement> = {
  heading: { type: "heading", text: "New heading" },
  text: { type: "text", text: "Tell people what to do here." },
  image: { type: "image", url: "", alt: "" },
  link: { type: "link", text: "Open the documentation", url: "https://" },
  webhookUrl: {
    type: "webhookUrl",
    instructions: ["Open the settings of the other service.", "Paste **{{url}}** as the URL."],
  },
  secret: { type: "secret", scheme: "hmac" },
  lights: { type: "lights" },
}

/** `flow` is the one flow with a URL, or the first, where each has its own. */
export function begin(type: PlainType, flow: string | undefined): PageElement {
  const element = structuredClone(BEGINNINGS[type])
  const aboutUrl = element.type === "webhookUrl" || element.type === "lights"
  return aboutUrl && flow !== undefined ? { ...element, flow } : element
}

export const elementName = (element: PageElement): string => ELEMENTS[element.type].name

/** Its name and what it is about: "Heading: Welcome". */
export function elementWords(element: PageElement, variables: readonly ConfigVariable[]): string {
  const about = aboutOf(element, variables)
  return about ? `${elementName(element)}: ${about}` : elementName(element)
}

export function aboutOf(element: PageElement, variables: readonly ConfigVariable[]): string {
  const key = askedBy(element)
  if (key !== null) return variables.find((one) => one.key === key)?.name || key
  if ("text" in element) return shortened(element.text)
  if (element.type === "image") return element.alt
  return "label" in element ? (element.label ?? "") : ""
}

const shortened = (text: string): string => {
  const line = text.trim().split("\n")[0] ?? ""
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
