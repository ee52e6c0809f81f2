/** A schedule as people say it, and as cron: the usual ones without writing five fields. */
export const RHYTHMS = ["hour", "day", "weekday", "week", "custom"] as const
export type Rhythm = (typeof RHYTHMS)[number]

export const RHYTHM_WORDS: Record<Rhythm, string> = {
  hour: "Every hour",
  day: "Every day",
  weekday: "Monday to Friday",
  week: "Every week",
  custom: "Cron expression",
}

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

export interface Said {
  rhythm: Rhythm
  /** HH:MM */
  time: string
  /** 0 is Sunday. */
  day: number
}

const two = (number: string): string => number.padStart(2, "0")

export function readCron(cron: string): Said {
  const found = /^(\d{1,2}) (\d{1,2}|\*) \* \* (\*|1-5|[0-6])$/.exec(cron)
  const [, minute = "0", hour = "9", days = "*"] = found ?? []
  const time = `${two(hour === "*" ? "0" : hour)}:${two(minute)}`
  const said = (rhythm: Rhythm, day = 1): Said => ({ rhythm, time, day })
  if (!found) return said("custom")
  if (hour === "*") return days === "*" ? said("hour") : said("custom")
  if (days === "*") return said("day")
  return days === "1-5" ? said("weekday") : said("week", Number(days))
}

/** Null for a cron expression: it is written as it is. */
export function writeCron({ rhythm, time, day }: Said): string | null {
  const [hour = 9, minute = 0] = time.split(":").map(Number)
  const at = `${minute} ${hour} * *`
  if (rhythm === "hour") return `${minute} * * * *`
  if (rhythm === "day") return `${at} *`
  if (rhythm === "weekday") return `${at} 1-5`
  return rhythm === "week" ? `${at} ${day}` : null
}
