/** Commands of the whole page: test, save, publish, help. */
import { command, hasFlow } from "./command"

export const RUNNING = [
  command({
    name: "test",
    title: "Test",
    section: "Test and publish",
    keys: ["Mod+Enter"],
    synonyms: ["run", "try", "bench"],
    whileTyping: true,
    available: hasFlow,
    run: ({ page }) => page.setTesting(true),
  }),
  command({
    name: "save",
    title: "Save now",
    section: "Test and publish",
    keys: ["Mod+S"],
    edits: true,
    whileTyping: true,
    run: ({ page }) => page.save(),
  }),
  command({
    name: "publish",
    title: "Publish",
    section: "Test and publish",
    keys: ["Shift+P"],
    synonyms: ["deploy", "release", "version"],
    edits: true,
    run: ({ page }) => page.publish(),
  }),
  command({
    name: "commands",
    title: "Find a command, a step or a place",
    section: "Help",
    keys: ["Mod+K"],
    menus: ["pane"],
    synonyms: ["command palette"],
    whileTyping: true,
    run: ({ showCommands }) => showCommands(),
  }),
  command({
    name: "keys",
    title: "Show all keys",
    section: "Help",
    keys: ["?"],
    synonyms: ["shortcuts", "help", "keyboard"],
    run: ({ page }) => page.showKeys(),
  }),
] as const
