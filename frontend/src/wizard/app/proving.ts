/** The lights as the page draws them, from what the server has seen, with what to try about the last event that did not make it. */
import { say } from "../../config/saying"
import type { Light, Lights } from "../view/contract"
import type { WizardState } from "./calls"
import type { AppWord, AppWords } from "./words"

type Seen = WizardState["lights"][string]

const UNPROVEN: Record<string, AppWord> = {
  signature_invalid: "trySignature",
  credential_missing: "tryMissing",
  timestamp_stale: "tryStale",
}
const UNROUTED: Record<string, AppWord> = {
  picker_empty: "tryRoute",
  flow_not_found: "tryRoute",
  customer_not_found: "tryRoute",
  body_malformed: "tryBody",
  content_type_not_taken: "tryBody",
  method_not_allowed: "tryMethod",
}

/** For each flow whose lights a page may show. */
export function lightsFor(
  state: Pick<WizardState, "lights" | "signed" | "urls">,
  words: AppWords,
): Record<string, Lights> {
  const flows = ["", ...state.urls.map((url) => url.flow)]
  return Object.fromEntries(flows.map((flow) => [flow, lightsOf(state.lights[flow], state.signed, words)]))
}

function lightsOf(seen: Seen | undefined, signed: boolean, words: AppWords): Lights {
  const trouble = seen?.trouble ?? null
  const code = trouble?.code ?? ""
  const [signature, route] = [UNPROVEN[code], UNROUTED[code] ?? (code && !UNPROVEN[code] ? "tryOther" : undefined)]
  const note = (word: AppWord | undefined) => word && say(words[word], { method: trouble?.method ?? "", code })
  return {
    seen: light(seen?.seen),
    signed: light(seen?.verified, seen?.verified && !signed ? words.noSignature : note(signature), Boolean(signature)),
    routed: light(seen?.routed, note(route), Boolean(route)),
    live: true,
  }
}

function light(at: string | null | undefined, note?: string | undefined, wrong = false): Light {
  const state = wrong ? "bad" : at ? "good" : "waiting"
  return { state, at: at ?? null, ...(note && { note }) }
}

export const isProven = (lights: WizardState["lights"]): boolean => {
  const all = lights[""]
  return Boolean(all?.seen && all.verified && all.routed)
}
