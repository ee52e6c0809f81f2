/** What the input would be now, with the sample's values: under every input whose own text does not say it. */
import { Text, UnstyledButton } from "@mantine/core"
import { TriangleAlert } from "lucide-react"
import { memo, useState } from "react"
import type { Input } from "../../flow/definition"
import { type Missing, missingInWords } from "../../flow/lookup"
import { type Preview, previewOf, saysSomething } from "../../flow/preview"
import { Json } from "../../ui/Json"
import { Words } from "../../ui/Words"
import { EXAMPLE, type SampleScope } from "../sampleScope"
import { useForm } from "./context"
import { mended } from "./mending"
import classes from "./preview.module.css"
import { ReferenceChips } from "./ReferenceChip"

interface Props {
  path: string
  input: Input
  onChange: (input: Input) => void
}

export const InputPreview = memo(function InputPreview({ path, input, onChange }: Props) {
  const { scope, readOnly } = useForm()
  const isPart = /[.[]/.test(path)
  // A list's or an object's parts each say their own; the whole is shown once, below all of it.
  if (!saysSomething(input) || (isPart && ("list" in input || "object" in input))) return null
  if ("value" in input) return <Note text="Sent as it is written. Choose Template to have {{…}} filled in." />
  const preview = previewOf(input, scope)
  // What is missing in a list or an object stands below the part that asks for it.
  if ("list" in input || "object" in input)
    return (
      <div className={classes.preview} data-preview={path}>
        <Value preview={preview} scope={scope} />
      </div>
    )
  const mend = readOnly ? undefined : (missing: Missing) => onChange(mended(input, missing))
  return (
    <div className={classes.preview} data-preview={path}>
      {("reference" in input || "template" in input) && <ReferenceChips input={input} />}
      {isKnown(input, preview) && <Value preview={preview} scope={scope} />}
      {preview.missing.map((missing) => (
        <MissingLine key={missing.reference} missing={missing} example={isExample(missing, scope)} mend={mend} />
      ))}
      {preview.unset.map((name) => (
        <Note key={name} text={`\`${name}\` has no default; each customer's own value is used.`} />
      ))}
      {preview.later.some((text) => text !== "") && <Note text="The value shows after a test." />}
    </div>
  )
})

/** Whether there is a value to show besides what is missing. */
function isKnown(input: Input, { missing, later, unset }: Preview): boolean {
  if ("template" in input) return true
  return missing.length === 0 && later.length === 0 && unset.length === 0
}

const SHORT = 120

function Value({ preview, scope }: { preview: Preview; scope: SampleScope }) {
  const [open, setOpen] = useState(false)
  const { value } = preview
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const isLong = text.length > SHORT || (typeof value === "object" && value !== null)
  const sources = sourcesOf(preview, scope)
  return (
    <div className={classes.value}>
      {isLong && open ? (
        <div className={classes.whole}>
          {typeof value === "string" ? <pre>{value}</pre> : <Json value={value} open={2} />}
        </div>
      ) : (
        <span className={classes.text}>
          = <code>{text.length > SHORT ? `${text.slice(0, SHORT)}…` : text === "" ? '""' : text}</code>
        </span>
      )}
      {sources.length > 0 && <span className={classes.source}>({sources.join("; ")})</span>}
      {isLong && (
        <UnstyledButton className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Less" : "All of it"}
        </UnstyledButton>
      )}
    </div>
  )
}

const rootsFor = (scope: SampleScope, stepId: string) => scope.roots.filter((root) => root.stepId === stepId)

function sourcesOf({ steps, defaults }: Preview, scope: SampleScope): string[] {
  const named = steps.flatMap((id) => {
    const isTrigger = id === "trigger" || id === "integrationTrigger"
    return (rootsFor(scope, id)[0] ?? (isTrigger ? scope.roots[0] : undefined))?.source ?? []
  })
  return [...new Set([...named, ...defaults.map((name) => `default of ${name}`)])]
}

/** An example shows the shape of results only: a key that is not in it may well come in a real run. */
function isExample({ within, reference }: Missing, scope: SampleScope): boolean {
  const [root = ""] = (within || reference).split(/[.[]/)
  return rootsFor(scope, root)[0]?.source.includes(EXAMPLE) ?? false
}

function MissingLine(props: { missing: Missing; example: boolean; mend: ((missing: Missing) => void) | undefined }) {
  const { missing, example, mend } = props
  if (missing.key.startsWith("$")) return <Warning text={`\`${missing.key}\` finds nothing in the sample.`} />
  if (example && missing.nearest === null)
    return <Note text={`No \`${missing.key}\` in the example. Run a test, or choose a sample, to see real values.`} />
  return (
    <Warning text={missingInWords(missing)}>
      {mend && missing.mended !== null && (
        <UnstyledButton className={classes.mend} onClick={() => mend(missing)}>
          Use <code>{missing.nearest}</code>
        </UnstyledButton>
      )}
    </Warning>
  )
}

function Warning({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div className={classes.warning}>
      <TriangleAlert size={13} aria-hidden />
      <span>
        <Words text={text} /> {children}
      </span>
    </div>
  )
}

function Note({ text }: { text: string }) {
  return (
    <Text size="xs" c="dimmed" lh={1.35}>
      <Words text={text} />
    </Text>
  )
}
