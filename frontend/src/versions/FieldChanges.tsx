/** Fields with what stood there before and after: short ones in a line, long texts and code as one text with marks. */
import { Text } from "@mantine/core"
import type { FieldChange } from "../flow/diffFields"
import { fieldWords, isLong, valueWords } from "../flow/diffWords"
import { TextDiff } from "../ui/TextDiff"
import classes from "./versions.module.css"

interface Props {
  fields: FieldChange[]
  /** Of the inputs of the component, for fields of a step. */
  titles?: Record<string, string | undefined>
}

export function FieldChanges({ fields, titles }: Props) {
  return (
    <ul className={classes.fields}>
      {fields.map((field) => (
        <li key={field.path.join("\n")}>
          <OneField field={field} name={fieldWords(field.path, titles)} />
        </li>
      ))}
    </ul>
  )
}

function OneField({ field, name }: { field: FieldChange; name: string }) {
  const { path, before, after } = field
  const [old, now] = [valueWords(before), valueWords(after)]
  if (isLong(field)) {
    const isCode = path[0] === "inputs" && path[1] === "code"
    return (
      <>
        <Text size="xs" fw={600} mb={3}>
          {name}
        </Text>
        <TextDiff label={`${name}, changed`} before={old} after={now} language={isCode ? "javascript" : "text"} />
      </>
    )
  }
  return (
    <Text size="xs">
      <b>{name}</b>{" "}
      {before === undefined ? (
        <>
          set to <Ins text={now} />
        </>
      ) : after === undefined ? (
        <>
          no longer <Del text={old} />
        </>
      ) : (
        <>
          <Del text={old} /> → <Ins text={now} />
        </>
      )}
    </Text>
  )
}

const shown = (text: string): string => (text === "" ? "(empty)" : text)
const Del = ({ text }: { text: string }) => <del className={classes.del}>{shown(text)}</del>
const Ins = ({ text }: { text: string }) => <ins className={classes.ins}>{shown(text)}</ins>
