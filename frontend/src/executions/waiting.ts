/** Why an execution has not begun, or rests, in one line. */
import type { Execution } from "../api/types"

type WaitsFor = NonNullable<Execution["waitsFor"]>

export const waitWords = ({ message, until }: WaitsFor): string =>
  until ? `${message} Until ${new Date(until).toLocaleString()}.` : message
