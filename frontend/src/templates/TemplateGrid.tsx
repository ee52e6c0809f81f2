/** Cards of templates, and the dialog of the one that was clicked. */
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { Template } from "../api/types"
import { ProblemNotice } from "../ui/Problem"
import { TemplateCard } from "./TemplateCard"
import { TemplateDialog } from "./TemplateDialog"
import { templatesQuery } from "./templates"
import classes from "./templates.module.css"

/** The first `most` that fit the search; all of them unless told. */
export function TemplateGrid({ search = "", most }: { search?: string; most?: number }) {
  const templates = useQuery(templatesQuery)
  const [opened, setOpened] = useState<Template | null>(null)
  if (templates.isError) return <ProblemNotice failure={templates.error} retry={() => void templates.refetch()} />
  const shown = templates.data?.filter((template) => fits(template, search)).slice(0, most)
  return (
    <>
      <ul className={classes.grid} aria-label="Templates">
        {shown
          ? shown.map((template) => (
              <li key={template.key}>
                <TemplateCard template={template} open={() => setOpened(template)} />
              </li>
            ))
          : Array.from({ length: most ?? 6 }, (_, place) => place).map((place) => (
              <li key={place}>
                <Skeleton h={190} />
              </li>
            ))}
      </ul>
      {shown?.length === 0 && <p className={classes.none}>No template has all of these words. Try fewer.</p>}
      {opened && <TemplateDialog template={opened} close={() => setOpened(null)} />}
    </>
  )
}

function fits({ title, summary, about, definition }: Template, search: string): boolean {
  const steps = definition.flows.flatMap((flow) => flow.steps.map((step) => step.component))
  const text = [title, summary, about, ...steps].join(" ").toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
