/** The places under /connectors. One chunk: together they are small, and the first page of the product need not know of each. */
import { useParams } from "react-router"
import { AuthorsGuide } from "./AuthorsGuide"
import { ConnectorPage } from "./ConnectorPage"
import { ConnectorsPage } from "./ConnectorsPage"

export function Connectors() {
  const key = useParams()["*"] ?? ""
  if (key === "") return <ConnectorsPage />
  if (key === "docs") return <AuthorsGuide />
  return <ConnectorPage key={key} connectorKey={key} />
}
