/** Sentences with places to fill in, and those about values: one table, so that a wizard can say them in another language. */

export const CHECK_WORDS = {
  required: "This value is required.",
  notJson: "Not JSON yet: {why}",
  writeText: "Write text.",
  writeNumber: "Write a number.",
  writeWhole: "Write a whole number.",
  writeObject: "Write a JSON object, such as {}.",
  chooseYesNo: "Choose yes or no.",
  chooseDate: "Choose a date.",
  chooseOne: "Choose one of the list.",
  chooseWhen: "Choose when it runs.",
  chooseZone: "Choose a time zone.",
  chooseConnection: "Choose a connection.",
  fiveFields: "Five fields: minute, hour, day of month, month, day of week.",
  mustBeList: "Must be a list.",
  mustBePairs: "Must be keys and values.",
  mustHaveFields: "Must have fields.",
  strayFields: "There are fields that the form does not know.",
  keyTwice: "This key stands above already.",
  keyless: "Each value needs a key.",
  atLeast: "Must be at least {least}.",
  atMost: "Must be at most {most}.",
  atLeastLetters: "Must be at least {least} characters.",
  atMostLetters: "Must be at most {most} characters.",
  tooLong: "At most {most} characters.",
  tooMany: "At most {most} entries.",
  entries: "Must have {least} to {most} entries.",
  entriesAtLeast: "Must have at least {least} entries.",
} as const

export type CheckWord = keyof typeof CHECK_WORDS
export type Figures = Readonly<Record<string, string | number>>

/** The text with its `{places}` filled in; one that is not given stays as it is. */
export const say = (text: string, figures: Figures): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in figures ? String(figures[name]) : whole))
