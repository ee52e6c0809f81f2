/** What differs between the config pages of two definitions. A page is known by its name; an element by what it asks or is. */
import { type FieldChange, fieldChanges, sameJson } from "./diffFields"
import { matched } from "./matching"
import { elementFields, pageFields } from "./meaning"
import { askedBy, type ConfigPage, type PageElement } from "./pages"

export interface PageChange {
  kind: "added" | "removed" | "changed"
  name: string
  fields: FieldChange[]
}

export function pageChanges(before: readonly ConfigPage[], after: readonly ConfigPage[]): PageChange[] {
  return matched(before, after, ({ name }) => name).flatMap(([old, now]): PageChange[] => {
    const name = (now ?? old)?.name ?? ""
    if (!old || !now) return [{ kind: old ? "removed" : "added", name, fields: [] }]
    const fields = [...fieldChanges(pageFields(old), pageFields(now)), ...elementChanges(old.elements, now.elements)]
    return fields.length > 0 ? [{ kind: "changed", name, fields }] : []
  })
}

function elementChanges(before: readonly PageElement[], after: readonly PageElement[]): FieldChange[] {
  const pairs = matched(before, after, nameOf)
  const fields = pairs.flatMap(([old, now]): FieldChange[] => {
    const path = [nameOf((now ?? old) as PageElement)]
    if (old && now) return fieldChanges(elementFields(old), elementFields(now), path)
    return [{ path, before: old ? elementFields(old) : undefined, after: now ? elementFields(now) : undefined }]
  })
  const [olds, news] = [before.map(nameOf), after.map(nameOf)]
  const moved = sameJson(olds.toSorted(), news.toSorted()) && !sameJson(olds, news)
  return moved ? [...fields, { path: ["order of elements"], before: olds, after: news }] : fields
}

/** Of what asks or has a URL its own name; of words and pictures only what they are. */
function nameOf(element: PageElement): string {
  const about = askedBy(element) ?? ("flow" in element ? element.flow : undefined)
  return about === undefined ? element.type : `${element.type} ${about}`
}
