/** What a browser calls the page: in its tabs, its history and its bookmarks. The most particular comes first, as tabs cut the end. */
import { createContext, useContext, useEffect } from "react"

/** What the page is a part of, such as an integration. */
export const PageOf = createContext("")

/** Without a name, what stands there stays. */
export function usePageTitle(name: string) {
  const whole = useContext(PageOf)
  useEffect(() => {
    if (name) document.title = [name, whole, "Hookyard"].filter(Boolean).join(" · ")
  }, [name, whole])
}
