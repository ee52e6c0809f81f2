/**
 * What a person dropped or chose, as the server takes it: one zip, or the files of a folder.
 *
 * For: walking dropped folders, base64. Not here: whether they make a connector (the server says).
 */
import { dataUrlOf } from "../ui/files"

export interface Package {
  archive?: string
  files?: { path: string; content: string }[]
}

/** More are never read: the server refuses them anyway, and a home folder dropped by mistake should not freeze the page. */
export const MOST_FILES = 2_000
const LEFT_OUT = /(^|\/)(\.[^/]+|node_modules|__MACOSX)(\/|$)/

interface Found {
  path: string
  file: File
}

/** From a drop, which may hold folders. Call it at once: the browser forgets what was dropped with the event. */
export function dropped(items: DataTransferItemList): Promise<Package> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return Promise.all(entries.map((entry) => walk(entry, ""))).then((found) => packed(found.flat()))
}

/** From an input, for a zip or (with `webkitdirectory`) a folder. */
export function chosen(files: readonly File[]): Promise<Package> {
  return packed(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })))
}

async function packed(found: Found[]): Promise<Package> {
  const [first] = found
  if (found.length === 1 && first && /\.zip$/i.test(first.path)) return { archive: await base64Of(first.file) }
  const kept = found.filter(({ path }) => !LEFT_OUT.test(path)).slice(0, MOST_FILES + 1)
  return { files: await Promise.all(kept.map(async ({ path, file }) => ({ path, content: await base64Of(file) }))) }
}

async function walk(entry: FileSystemEntry, above: string): Promise<Found[]> {
  const path = above + entry.name
  if (LEFT_OUT.test(path)) return []
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path, file }]
  }
  const found: Found[] = []
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  // A reader hands out a hundred at a time, and none when it is through.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0 || found.length > MOST_FILES) return found
    for (const inside of part) found.push(...(await walk(inside, `${path}/`)))
  }
}

const base64Of = async (file: File): Promise<string> => (await dataUrlOf(file)).replace(/^[^,]*,?/, "")
