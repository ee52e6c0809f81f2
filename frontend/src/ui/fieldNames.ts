/** Fields as the API names them, such as `externalId`, `aliases[1]`, `settings.test.url`, and which control of a form they belong to. */

/** What is refused of a field: `way` leads from the control's name to it, such as `[1]`, and is empty for the whole. */
export interface Refusal {
  way: string
  message: string
}

const isAtOrBelow = (name: string, field: string): boolean =>
  field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`)

/** The control that a field belongs to: the one whose name comes nearest to it. */
export function ownerOf(names: readonly string[], field: string): string | undefined {
  return names
    .filter((name) => isAtOrBelow(name, field))
    .reduce<string | undefined>((nearest, name) => (name.length > (nearest?.length ?? -1) ? name : nearest), undefined)
}

/** One entry of a list is counted as people do: its control shows all of them. */
export function messageOf({ way, message }: Refusal): string {
  const entry = /^\[(\d+)\]/.exec(way)?.[1]
  return entry === undefined ? message : `Entry ${Number(entry) + 1}: ${message}`
}
