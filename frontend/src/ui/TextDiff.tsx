/** Two texts as one, with what went and what came marked. The editor behind it is large, so it comes when first shown. */
import { Skeleton } from "@mantine/core"
import { lazyPart } from "./lazyPart"

export interface TextDiffProps {
  label: string
  before: string
  after: string
  language: "javascript" | "json" | "text"
}

export const TextDiff = lazyPart<TextDiffProps>(
  async () => (await import("./TextDiffPane")).default,
  <Skeleton h={80} />,
)
