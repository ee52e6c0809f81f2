/** An old version that was chosen under Versions becomes an edit of the open draft: saved like any other, one undo away. */
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useLocation, useNavigate } from "react-router"
import { tell, tellProblem } from "../ui/Problem"
import { versionQuery } from "../versions/versionData"
import { useEditorStore } from "./store"

export function Restoring({ id }: { id: string }) {
  const store = useEditorStore()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { pathname, state } = useLocation()
  const wanted: unknown = state?.restore
  const done = useRef(false)
  useEffect(() => {
    if (typeof wanted !== "number" || done.current || store.getState().readOnly) return
    done.current = true
    // Taken out of the address, or a reload would restore it again over what was drawn since.
    void navigate(pathname, { replace: true, state: null })
    queries.ensureQueryData(versionQuery(id, wanted)).then(({ definition }) => {
      store.getState().adopt(definition, [], `Restore version ${wanted}`)
      tell(`Version ${wanted} is in the draft now. Undo brings back what was there before.`)
    }, tellProblem)
  }, [wanted, id, store, queries, navigate, pathname])
  return null
}
