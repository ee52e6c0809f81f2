import type { Problem } from "../flow/definition"

/** The problems that the builder of the wizard can repair: those of pages and config variables. */
export const isOfWizard = ({ field, flow }: Problem): boolean =>
  flow === null && /^config(Pages|Variables)\b/.test(field ?? "")
