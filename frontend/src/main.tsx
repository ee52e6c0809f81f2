import { createRoot } from "react-dom/client"
import "@mantine/core/styles.css"
import "@mantine/notifications/styles.css"
import "./ui/tokens.css"
import { App } from "./App"
import { takeTenantFromAddress } from "./shell/session"

takeTenantFromAddress()

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no #root")
createRoot(root).render(<App />)
