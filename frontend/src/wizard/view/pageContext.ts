/** The page that is drawn, for the controls deep inside it. */
import { createContext, useContext } from "react"
import type { PageViewProps } from "./contract"
import type { Tellable } from "./placeholders"

export const PageContext = createContext<PageViewProps | null>(null)

export function usePage(): PageViewProps {
  const page = useContext(PageContext)
  if (!page) throw new Error("This belongs into a PageView")
  return page
}

export const useWords = () => usePage().state.words

/** What placeholders on the page tell; `url` in the instructions beside one. */
export function useTellable(url?: string): Tellable {
  const { facts, variables, values } = usePage().state
  return { facts, variables, values, url }
}
