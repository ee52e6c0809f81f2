/** Who must act on an error, in words. The server's error tree answers it; what is older than that says nothing. */
import type { StepError } from "../api/types"

const WORDS: Record<NonNullable<StepError["who"]>, string> = {
  builder: "The builder must act: change the step, or the data it gets.",
  customer: "The customer must act: their connection is refused and needs new credentials.",
  nobody: "Nobody must act yet: the other side may recover. Run it again later, or let the step try again by itself.",
  caller: "This is not allowed here. The builder must act: change what the step asks for.",
  operator:
    "Our side failed. Whoever runs this Hookyard finds the reason in the server log; running it again may help.",
}

export const whoMustAct = ({ who }: StepError): string | null => (who ? WORDS[who] : null)
