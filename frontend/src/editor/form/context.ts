/** What every input of one step's form shares. */
import { createContext, useContext } from "react"
import type { Problem, Step } from "../../flow/definition"
import type { SampleScope } from "../sampleScope"

export interface FormFrame {
  step: Step
  problems: Problem[]
  readOnly: boolean
  /** Sample values of what the step may refer to; made once for all its inputs. */
  scope: SampleScope
}

export const FormContext = createContext<FormFrame | null>(null)

export function useForm(): FormFrame {
  const frame = useContext(FormContext)
  if (!frame) throw new Error("This belongs below a FormContext")
  return frame
}

/** What is wrong with one input, by its path such as `cases[0].name`. Both `a.0.b` and `a[0].b` name the same. */
export function useProblemText(path: string): string | null {
  const { problems } = useForm()
  const found = problems.filter((problem) => problem.field !== null && canonical(problem.field) === canonical(path))
  return found.length > 0 ? found.map((problem) => problem.message).join(" ") : null
}

export function canonical(path: string): string {
  return path
    .replace(/^inputs\./, "")
    .replace(/\[(?:"([^"]*)"|(\d+))\]/g, ".$1$2")
    .replace(/\.(list|object|value)(?=\.|$)/g, "")
}
