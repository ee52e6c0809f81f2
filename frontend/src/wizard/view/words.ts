/**
 * Every word the wizard says, in one table, so that a tenant can bring another language.
 *
 * `{name}` is filled in. A language file is a JSON object of the same keys; what it leaves out stays English.
 */
import type { Wrong } from "../../config/checks"
import { CHECK_WORDS, say } from "../../config/saying"

export const ENGLISH = {
  // Frame
  step: "Step {number} of {count}",
  steps: "Steps",
  back: "Back",
  next: "Next",
  finish: "Finish",
  cancel: "Cancel",
  busy: "One moment…",
  optional: "optional",
  fixErrors: "Something on this page is not right yet; see the red fields.",
  // Derived pages
  connectionsPage: "Connect your accounts",
  settingsPage: "Your settings",
  webhookPage: "Webhook",
  readyPage: "All set",
  readyText: "There is nothing to set up. Choose Finish and it runs.",
  // Fields
  choose: "Choose…",
  none: "None",
  yes: "Yes",
  no: "No",
  addTo: "Add to {name}",
  removeEntry: "Remove entry {number} of {name}",
  entry: "{name}, entry {number}",
  key: "Key",
  keyOf: "{name}, key {number}",
  valueOf: "{name}, value {number}",

  search: "Search {name}",
  loadingChoices: "Loading the choices…",
  choicesFailed: "The choices could not be loaded.",
  noChoices: "There is nothing to choose yet.",
  tryAgain: "Try again",
  // Schedule
  howOften: "How often: {name}",
  chooseHowOften: "Choose how often",
  everyHour: "Every hour",
  everyDay: "Every day",
  weekdays: "Monday to Friday",
  everyWeek: "Every week",
  cron: "Cron expression",
  cronOf: "Cron expression: {name}",
  weekdayOf: "Day of the week: {name}",
  timeOf: "Time: {name}",
  zoneOf: "Time zone: {name}",
  days: "Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday",
  // Webhook URL
  webhookUrl: "Your webhook URL",
  webhookUrlOf: "Webhook URL of {name}",
  noUrl: "The URL appears here once this is set up.",
  copy: "Copy",
  copied: "Copied",
  copyOf: "Copy {name}",
  copyFailed: "Select it and press Ctrl+C.",
  showMore: "Show all of it",
  // Secret
  secret: "Webhook secret",
  secretEnter: "Paste the secret that the other service shows you. We keep it encrypted and never show it again.",
  secretMake: "Make a secret",
  secretMakeText: "Make a secret here and paste it where the other service asks for one.",
  secretOnce: "Copy it now: it is shown this once.",
  secretKept: "A secret is kept.",
  secretKeptHint: "A secret is kept; it ends in {hint}.",
  secretReplace: "Replace it",
  secretSave: "Save secret",
  // Lights
  lights: "Live check",
  lightsOf: "Live check of {name}",
  lightSeen: "Request seen",
  lightSigned: "Signature good",
  lightRouted: "Routed to you",
  lightWaiting: "waiting",
  lightGood: "done",
  lightBad: "not right",
  lightsWaiting: "Waiting for the first event…",
  lightsDone: "It works: events reach you.",
  lightsHelp:
    "Still dark? Save the webhook in the other service, then let it send something: its test button, or a small change.",
  // Connection
  connect: "Connect {service}",
  connectAgain: "Connect {service} again",
  connected: "Connected",
  connectedAs: "Connected as {name}",
  connecting: "Waiting for you in the window of {service}…",
  testing: "Trying it out…",
  saveAndTest: "Save and test",
  useExisting: "Use a connection you have",
  newConnection: "A new connection",
  changeConnection: "Change",
  notConnected: "Connect {service} to go on.",
  newWindow: "opens in a new tab",
  // What is wrong with a value
  ...CHECK_WORDS,
} as const

export type Word = keyof typeof ENGLISH
export type Words = Readonly<Record<Word, string>>

/** English where a language file says nothing, or no text. */
export function wordsWith(language: Readonly<Record<string, unknown>> = {}): Words {
  const known = Object.entries(language).filter(([key, text]) => key in ENGLISH && typeof text === "string" && text)
  return { ...ENGLISH, ...Object.fromEntries(known) }
}

/** What is wrong, in the table's language; what the server said stays as it is. */
export const wrongWords = ({ word, figures = {}, text }: Wrong, words: Words): string =>
  word ? say(words[word], figures) : text
