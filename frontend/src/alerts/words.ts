/** A rule in a sentence. */
import type { AlertConditions, AlertRule } from "../api/types"

type Condition = AlertConditions["conditions"][number]

export function ruleWords(rule: AlertRule, conditions: readonly Condition[]): string {
  const condition = conditions.find(({ key }) => key === rule.condition)
  if (!condition) return ""
  const unit = rule.threshold === 1 ? condition.unit.replace(/ies$/, "y").replace(/s$/, "") : condition.unit
  const amount = `${rule.threshold.toLocaleString("en")} ${unit}`
  const compared = condition.below ? `fewer than ${amount}` : `${amount} or more`
  // How long something waits is a matter of now, not of the last minutes.
  const within = condition.ofNow ? "" : ` in ${rule.minutes} ${rule.minutes === 1 ? "minute" : "minutes"}`
  return `${condition.label}: ${compared}${within}`
}
