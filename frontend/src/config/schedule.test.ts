import { expect, it } from "vitest"
import { readCron, writeCron } from "./schedule"

it.each(["5 * * * *", "30 9 * * *", "0 18 * * 1-5", "15 7 * * 3", "0 0 * * 0"])(
  "says %s and writes it again",
  (cron) => {
    expect(writeCron(readCron(cron))).toBe(cron)
  },
)

it.each(["*/15 * * * *", "0 9 1 * *", "0 * * * 1-5", "", "0 9 * * 1,3"])("leaves %s to be written by hand", (cron) => {
  expect(readCron(cron).rhythm).toBe("custom")
})
