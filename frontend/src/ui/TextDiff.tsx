/** Two texts as one, with what went and what came marked. The editor behind it is large, so it comes when first shown. */
import { Skeleton } from "@mantine/core"
import { lazy, Suspense } from "react"

const TextDiffPane = lazy(() => import("./TextDiffPane"))

export interface TextDiffProps {
  label: string
  before: string
  after: string
  language: "javascript" | "json" | "text"
}

export function TextDiff(props: TextDiffProps) {
  return (
    <Suspense fallback={<Skeleton h={80} />}>
      <TextDiffPane {...props} />
    </Suspense>
  )
}
