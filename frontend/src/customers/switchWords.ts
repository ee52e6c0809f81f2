/** Switching many instances, in words. */
export type Way = "pause" | "resume"

export const instances = (count: number): string =>
  count === 1 ? "1 instance" : `${count.toLocaleString("en")} instances`

export const nothingTo = (way: Way): string =>
  way === "pause"
    ? "None of them is on, so there is nothing to pause."
    : "None of them is paused, so there is nothing to resume."
