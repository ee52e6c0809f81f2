/** Files from the server, saved by the browser. */
import { api } from "./client"

/** Fetched rather than linked to, so that the tenant's header goes along and a refusal can be told. */
export async function download(path: string, name: string, type = "application/yaml"): Promise<void> {
  saveAs(await api.get<string | Blob>(path), name, type)
}

/** What the page knows itself, as a file. */
export function saveAs(content: string | Blob, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
