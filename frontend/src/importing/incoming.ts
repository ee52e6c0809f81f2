/** What somebody brings: pasted, chosen or dropped; a file, several, or an archive of them. */
import { api } from "../api/client"
import type { Integration } from "../api/types"
import type { Problem } from "../flow/definition"
import { dataUrlOf } from "../ui/files"

export interface Incoming {
  name: string
  yaml: string
}

export type Level = "refused" | "stubbed" | "changed" | "kept" | "taken"

export interface ReportLine {
  level: Level
  message: string
  todo?: string
  flow?: string | null
  step?: string | null
}

export interface Foreseen {
  dialect: "hookyard" | "prismatic" | "prismatic-2020"
  name: string
  endpointType: string
  configVariables: number
  flows: { key: string; name: string; steps: number; placeholders: number }[]
  report: ReportLine[]
  problems: Problem[]
}

export interface Imported {
  integration: Integration
  report: ReportLine[]
  problems: Problem[]
}

const ARCHIVE = /\.zip$/i

export const DIALECTS: Record<Foreseen["dialect"], string> = {
  hookyard: "Hookyard",
  prismatic: "Prismatic, version 7",
  "prismatic-2020": "Prismatic, 2020",
}

export async function readFiles(files: readonly File[]): Promise<Incoming[]> {
  const read = await Promise.all(files.map((file) => (ARCHIVE.test(file.name) ? unpack(file) : readOne(file))))
  return read.flat()
}

async function readOne(file: File): Promise<Incoming[]> {
  return [{ name: file.name, yaml: await file.text() }]
}

async function unpack(file: File): Promise<Incoming[]> {
  const url = await dataUrlOf(file)
  const unpacked = await api.post<{ files: { path: string; yaml: string }[] }>("/api/integrations/import/unpack", {
    archive: url.slice(url.indexOf(",") + 1),
  })
  return unpacked.files.map(({ path, yaml }) => ({ name: path, yaml }))
}

export const foresee = (yaml: string) => api.post<Foreseen>("/api/integrations/import/preview", { yaml })
