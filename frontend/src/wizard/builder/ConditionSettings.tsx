/** When an element or a page is shown: always, or while an earlier answer is so. */
import { Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core"
import type { ConfigVariable } from "../../flow/definition"
import { askedBy, type Condition, TELLABLE } from "../../flow/pages"
import { useBoard } from "./board"
import classes from "./builder.module.css"

interface Props {
  condition: Condition | undefined
  /** Variables asked for before this page, or before this element of it, may be looked at. */
  page: number
  index?: number
  wrong: Record<string, string>
  change: (condition: Condition | undefined) => void
}

const WAYS = { equals: "is", oneOf: "is one of", isSet: "is filled in", unset: "is not filled in" } as const
type Way = keyof typeof WAYS

const comparable = (variable: ConfigVariable | undefined) => TELLABLE.includes(variable?.type ?? "string")

function wayOf({ equals, oneOf, isSet }: Condition): Way {
  if (oneOf !== undefined) return "oneOf"
  return equals !== undefined ? "equals" : isSet === false ? "unset" : "isSet"
}

function conditionOf(variable: ConfigVariable, way: Way): Condition {
  const first = firstAnswer(variable)
  const ways = { equals: { equals: first }, oneOf: { oneOf: [first] }, isSet: { isSet: true }, unset: { isSet: false } }
  return { variable: variable.key, ...ways[way] }
}

function firstAnswer({ type, choices }: ConfigVariable): string | number | boolean {
  if (type === "boolean") return true
  return type === "number" ? 0 : (choices?.[0]?.value ?? "")
}

export function ConditionSettings({ condition, page, index, wrong, change }: Props) {
  const { pages, variables } = useBoard()
  const before = pages
    .slice(0, page + 1)
    .flatMap(({ elements }, at) => (at < page ? elements : elements.slice(0, index ?? 0)))
  const keys = before.flatMap((element) => askedBy(element) ?? [])
  const offered = variables.filter(({ key }) => keys.includes(key))
  const chosen = condition && variables.find(({ key }) => key === condition.variable)
  if (offered.length === 0 && !condition) return null
  const data = offered.map(({ key, name }) => ({ value: key, label: name || key }))
  const gone = condition && !keys.includes(condition.variable)
  const error = wrong["shownWhen.variable"] ?? wrong.shownWhen
  return (
    <fieldset className={classes.condition} aria-label="Shown when">
      <Group gap="xs" align="flex-end" wrap="wrap">
        <Select
          label="Shown when"
          placeholder="Always"
          clearable
          data={gone ? [...data, { value: condition.variable, label: chosen?.name || condition.variable }] : data}
          value={condition?.variable ?? null}
          error={error}
          onChange={(key) => {
            const variable = variables.find((one) => one.key === key)
            change(variable && conditionOf(variable, comparable(variable) ? "equals" : "isSet"))
          }}
        />
        {condition && chosen && (
          <>
            <Select
              aria-label="Compared how"
              allowDeselect={false}
              data={Object.entries(WAYS)
                .filter(([way]) => comparable(chosen) || way === "isSet" || way === "unset")
                .map(([value, label]) => ({ value, label }))}
              value={wayOf(condition)}
              onChange={(way) => way && change(conditionOf(chosen, way as Way))}
            />
            <Answer variable={chosen} condition={condition} change={change} />
          </>
        )}
      </Group>
    </fieldset>
  )
}

interface AnswerProps {
  variable: ConfigVariable
  condition: Condition
  change: (condition: Condition) => void
}

function Answer({ variable, condition, change }: AnswerProps) {
  const { key, type, choices } = variable
  const listed = choices?.map(({ value, label }) => ({ value, label: label || value })) ?? []
  if (condition.oneOf !== undefined) {
    const values = condition.oneOf.map(String)
    const put = (next: string[]) =>
      change({ variable: key, oneOf: type === "number" ? next.map(Number).filter(Number.isFinite) : next })
    return listed.length > 0 ? (
      <MultiSelect aria-label="Answers" data={listed} value={values} onChange={put} />
    ) : (
      <TagsInput aria-label="Answers" value={values} onChange={put} />
    )
  }
  const { equals } = condition
  if (equals === undefined) return null
  const put = (next: string | number | boolean) => change({ variable: key, equals: next })
  if (type === "boolean") {
    const data = [
      { value: "true", label: "Yes" },
      { value: "false", label: "No" },
    ]
    return (
      <Select
        aria-label="Answer"
        allowDeselect={false}
        data={data}
        value={String(equals)}
        onChange={(value) => put(value === "true")}
      />
    )
  }
  if (type === "number")
    return <NumberInput aria-label="Answer" value={Number(equals)} onChange={(value) => put(Number(value))} />
  if (listed.length > 0)
    return (
      <Select
        aria-label="Answer"
        allowDeselect={false}
        data={listed}
        value={String(equals)}
        onChange={(value) => value && put(value)}
      />
    )
  return <TextInput aria-label="Answer" value={String(equals)} onChange={(event) => put(event.currentTarget.value)} />
}
