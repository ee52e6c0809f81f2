/**
 * Giving a config variable another name or key: everything that names it follows.
 *
 * For: inputs, templates, code, queries, the endpoint and the pages of the wizard. Steps may name a variable by either.
 * Not here: names of steps (`renaming`). What cannot be seen without running code (`configVars[name]`) is left alone.
 */
import type { ConfigVariable, Definition, Flow, Input, Step } from "./definition"
import { type Condition, type ConfigPage, configPages, type PageElement } from "./pages"
import { closingOf, inPattern, inPatterns, isIdentifier } from "./unpacking"

export interface NewNames {
  name?: string
  key?: string
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g
const QUERY =
  /(\$\s*(?:\.\s*config|\[\s*(["'])config\2\s*\])\s*)(?:\.\s*([\p{L}_][\p{L}\p{N}_]*)|\[\s*(["'])((?:(?!\4)[^\\])*)\4\s*\])/gu
const DOTTED = /(?<![\w$])configVars\s*(\?)?\.\s*([A-Za-z_$][\w$]*)/g
const QUOTED = /(?<![\w$])(configVars\s*(?:\?\.)?\s*\[\s*)(["'`])((?:(?!\2)[^\\\n])*)\2(\s*\])/g
const NESTED = /(?<![\w$])configVars\s*:\s*(?=\{)/g

/** What keeps a variable from being called this; null when nothing does. */
export function variableNameProblem(variables: readonly ConfigVariable[], key: string, to: NewNames): string | null {
  for (const text of [to.name, to.key]) {
    if (text === undefined) continue
    if (text.trim() === "") return to.name === text ? "Give it a name." : "Give it a key."
    const other = variables.find((one) => one.key !== key && (one.name === text || one.key === text))
    if (other) return `${other.name} is called so already.`
  }
  return null
}

/** `references` is how many mentions followed. An impossible name changes nothing. */
export function renameVariable(
  document: Definition,
  key: string,
  to: NewNames,
): { document: Definition; references: number } {
  const variables = document.configVariables ?? []
  const at = variables.findIndex((one) => one.key === key)
  const before = variables[at]
  if (!before || variableNameProblem(variables, key, to) !== null) return { document, references: 0 }
  const after = { ...before, ...to }
  if (after.name === before.name && after.key === before.key) return { document, references: 0 }
  const follow = new Following(before, after)
  return {
    document: {
      ...document,
      configVariables: variables.with(at, after),
      flows: document.flows.map((flow) => follow.flow(flow)),
      ...(document.endpoint?.customerCredential && {
        endpoint: { ...document.endpoint, customerCredential: follow.key(document.endpoint.customerCredential) },
      }),
      ...(document.configPages && { configPages: configPages(document).map((page) => follow.page(page)) }),
    },
    references: follow.count,
  }
}

class Following {
  count = 0
  private readonly names = new Map<string, string>()

  constructor(
    private readonly before: ConfigVariable,
    private readonly after: ConfigVariable,
  ) {
    // A name that is still its key, or the other way round, goes on meaning it.
    if (before.name !== after.name && before.name !== after.key) this.names.set(before.name, after.name)
    if (before.key !== after.key && before.key !== after.name) this.names.set(before.key, after.key)
  }

  /** Pages and the endpoint name variables by key only. */
  key(text: string): string {
    return text === this.before.key ? this.counted(text, this.after.key) : text
  }

  private counted(text: string, renamed: string): string {
    if (renamed !== text) this.count += 1
    return renamed
  }

  private name(text: string): string {
    return this.counted(text, this.names.get(text) ?? text)
  }

  flow(flow: Flow): Flow {
    const steps = flow.steps.map((step) => this.step(step))
    const { dedupe, ordering } = flow.policy ?? {}
    if (!dedupe && !ordering) return { ...flow, steps }
    return {
      ...flow,
      steps,
      policy: {
        ...flow.policy,
        ...(dedupe && { dedupe: { ...dedupe, id: { reference: this.query(dedupe.id.reference) } } }),
        ...(ordering && { ordering: { key: { reference: this.query(ordering.key.reference) } } }),
      },
    }
  }

  private step(step: Step): Step {
    return {
      ...step,
      ...(step.inputs && { inputs: mapEntries(step.inputs, (name, input) => this.input(input, name === "code")) }),
      ...(step.steps && { steps: step.steps.map((inner) => this.step(inner)) }),
    }
  }

  private input(input: Input, isCode: boolean): Input {
    if ("configVariable" in input) return { configVariable: this.name(input.configVariable) }
    if ("reference" in input) return { reference: this.query(input.reference) }
    if ("template" in input) return { template: this.template(input.template) }
    if ("list" in input) return { list: input.list.map((item) => this.input(item, false)) }
    if ("object" in input) return { object: mapEntries(input.object, (_name, item) => this.input(item, false)) }
    if (isCode && "value" in input && typeof input.value === "string") return { value: this.code(input.value) }
    return input
  }

  private template(text: string): string {
    return text.replace(PLACEHOLDER, (whole, inner: string) => {
      const [, head = "", name = "", tail = ""] = inner.match(/^(\s*#\s*)(.*?)(\s*)$/s) ?? []
      if (head) return `{{${head}${this.name(name)}${tail}}}`
      return inner.trimStart().startsWith("$") ? `{{${this.query(inner)}}}` : whole
    })
  }

  private query(text: string): string {
    if (!text.trimStart().startsWith("$")) return text
    return text.replace(QUERY, (whole, head: string, _q, dotted?: string, quote?: string, quoted?: string) => {
      const name = dotted ?? quoted ?? ""
      const renamed = this.name(name)
      if (renamed === name) return whole
      if (dotted !== undefined && isIdentifier(renamed)) return `${head}.${renamed}`
      return `${head}[${inQuotes(renamed, quote ?? '"')}]`
    })
  }

  private code(code: string): string {
    const rename = (name: string) => this.name(name)
    const members = code
      .replace(DOTTED, (whole, optional: string | undefined, name: string) => {
        const renamed = rename(name)
        if (renamed === name) return whole
        if (isIdentifier(renamed)) return whole.slice(0, -name.length) + renamed
        return `configVars${optional ? "?." : ""}[${inQuotes(renamed, '"')}]`
      })
      .replace(QUOTED, (whole, head: string, quote: string, name: string, tail: string) => {
        const renamed = rename(name)
        return renamed === name ? whole : head + inQuotes(renamed, quote) + tail
      })
    const context = members.match(/(?<![\w$.])([A-Za-z_$][\w$]*)\s*\??\.\s*configVars(?![\w$])/)?.[1]
    const sources = ["configVars", ...(context ? [`${context}.configVars`] : [])]
    const unpacked = sources.reduce((text, source) => inPatterns(text, source, rename), members)
    return [...unpacked.matchAll(NESTED)].reduceRight((text, { 0: head, index }) => {
      const start = index + head.length
      const end = closingOf(text, start)
      return end < 0 ? text : text.slice(0, start) + inPattern(text.slice(start, end + 1), rename) + text.slice(end + 1)
    }, unpacked)
  }

  page(page: ConfigPage): ConfigPage {
    return {
      ...page,
      ...(page.tagline !== undefined && { tagline: this.template(page.tagline) }),
      ...this.condition(page),
      elements: page.elements.map((element) => this.element(element)),
    }
  }

  private condition({ shownWhen }: { shownWhen?: Condition }): { shownWhen?: Condition } {
    return shownWhen ? { shownWhen: { ...shownWhen, variable: this.key(shownWhen.variable) } } : {}
  }

  private element(element: PageElement): PageElement {
    if (element.type === "configVariable" || element.type === "connection") {
      return { ...element, variable: this.key(element.variable), ...this.condition(element) }
    }
    const told = { ...element, ...this.condition(element) } as Record<string, unknown>
    for (const name of ["text", "label", "url"]) {
      if (typeof told[name] === "string") told[name] = this.template(told[name])
    }
    if (Array.isArray(told.instructions))
      told.instructions = told.instructions.map((line) => this.template(String(line)))
    return told as unknown as PageElement
  }
}

const inQuotes = (text: string, quote: string): string =>
  quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote

function mapEntries<T>(record: Record<string, T>, change: (name: string, value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]))
}
