/**
 * A form that is sent to our API: once at a time, and what the server refuses stands at its field.
 *
 * For: every form and dialog that posts. `Field` puts a refusal beside its control, where the eye and a screen reader find it;
 * `Unplaced` says what belongs to no field that is shown. Not here: what is sent, and what happens when it went through.
 */
import { Box } from "@mantine/core"
import {
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react"
import { ApiProblem } from "../api/problem"
import { messageOf, ownerOf, type Refusal } from "./fieldNames"
import { focusableIn } from "./focusing"
import { ProblemNotice } from "./Problem"

interface Refused {
  failure: unknown
  /** Names of the fields that are on the page. */
  names: readonly string[]
  enter: (names: readonly string[]) => () => void
}

const FormContext = createContext<Refused | null>(null)

interface ApiFormProps {
  /** Rejects when it did not go through; the same failure comes in as `failure`. */
  send: () => Promise<unknown>
  failure: unknown
  className?: string | undefined
  children: ReactNode
}

export function ApiForm({ send, failure, className, children }: ApiFormProps) {
  const form = useRef<HTMLFormElement>(null)
  // A double click arrives before the button is drawn as busy.
  const underWay = useRef(false)
  const [names, setNames] = useState<readonly string[]>([])
  const enter = useCallback((added: readonly string[]) => {
    setNames((before) => [...before, ...added])
    return () => setNames((before) => added.reduce(withoutOne, before))
  }, [])
  useEffect(() => {
    if (failure && form.current) focusOnRefused(form.current)
  }, [failure])
  const submit = async () => {
    if (underWay.current) return
    underWay.current = true
    // What went wrong comes in as `failure`.
    await send().catch(() => {})
    underWay.current = false
  }
  return (
    <FormContext.Provider value={{ failure, names, enter }}>
      <Box
        ref={form}
        component="form"
        className={className}
        onSubmit={(event) => {
          event.preventDefault()
          // A dialog opened from another form is its child to React, though not on the page.
          event.stopPropagation()
          void submit()
        }}
      >
        {children}
      </Box>
    </FormContext.Provider>
  )
}

/** What the server says of a field, until its value is another. A name takes what lies below it, too: `aliases` takes `aliases[1]`. */
export function useRefusals(name: string | readonly string[], value: unknown): Refusal[] {
  const form = useContext(FormContext)
  const enter = form?.enter
  const key = [name].flat().join(" ")
  useEffect(() => enter?.(key.split(" ")), [enter, key])
  const now = JSON.stringify(value) ?? ""
  const [seen, setSeen] = useState({ failure: form?.failure, value: now })
  if (seen.failure !== form?.failure) setSeen({ failure: form?.failure, value: now })
  if (!form || seen.value !== now) return []
  const own = key.split(" ")
  return errorsOf(form.failure).flatMap(({ field, message }) => {
    const owner = ownerOf(form.names, field)
    return owner !== undefined && own.includes(owner) ? [{ way: field.slice(owner.length), message }] : []
  })
}

/** The same as one text, for a control with one place for it. */
export function useRefusal(name: string | readonly string[], value: unknown): string | undefined {
  return useRefusals(name, value).map(messageOf).join(" ") || undefined
}

interface Control {
  error?: ReactNode
  errorProps?: object
  value?: unknown
  checked?: boolean
}

/** A control with an `error` of Mantine's kind, under the name that its value has in the API. */
export function Field({ name, children }: { name: string | readonly string[]; children: ReactElement<Control> }) {
  const { error, value, checked } = children.props
  const refused = useRefusal(name, value ?? checked)
  // Who pressed Enter in it has the focus there already, and would hear nothing.
  return cloneElement(children, { error: error || refused, ...(refused && { errorProps: { role: "alert" } }) })
}

/** What the server said beyond the fields that are shown; nothing when each refusal stands at its field. */
export function Unplaced() {
  const form = useContext(FormContext)
  if (!form?.failure) return null
  const { failure, names } = form
  if (!(failure instanceof ApiProblem) || failure.errors.length === 0) return <ProblemNotice failure={failure} />
  const rest = failure.errors.filter(({ field }) => ownerOf(names, field) === undefined)
  return rest.length > 0 ? <ProblemNotice failure={failure.withErrors(rest)} /> : null
}

const errorsOf = (failure: unknown) => (failure instanceof ApiProblem ? failure.errors : [])

/** The first refused field; else back to the button, which lost the focus while it was busy. */
function focusOnRefused(form: HTMLFormElement): void {
  const refused = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-refused]')
  const field = focusableIn(refused)
  if (field) field.focus()
  else if (document.activeElement === document.body) form.querySelector<HTMLElement>("[type=submit]")?.focus()
}

function withoutOne(names: readonly string[], name: string): readonly string[] {
  const at = names.indexOf(name)
  return at < 0 ? names : names.toSpliced(at, 1)
}
