import { createRoot } from "react-dom/client"
import "./wizard.css"
import { arrive, cleaned, modeOf } from "./arrival"
import { Opening } from "./Opening"

// Before anything else runs: the code is in no history and no screenshot from here on.
const arrival = arrive(window.location, modeOf(window))
const place = cleaned(window.location)
window.history.replaceState(null, "", place)

// Another link to the same tenant opened in this tab changes only the fragment, which loads nothing by itself.
window.addEventListener("hashchange", () => {
  if (window.location.hash.includes("code=")) window.location.reload()
})

const root = document.getElementById("root")
if (!root) throw new Error("wizard.html has no #root")
createRoot(root).render(<Opening arrival={arrival} place={window.location.pathname} />)
